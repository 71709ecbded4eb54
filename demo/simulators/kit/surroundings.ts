/** What every simulator stands in: a clock, chance, and networks that take their time. */

/** How long the networks take, in milliseconds. */
export type Delays = {
  /** From sending a text to its arrival. Default 1500. */
  readonly text: number;
  /** The same for a number whose texts are late. Default 20000. */
  readonly lateText: number;
  /** From sending an e-mail to its arrival. Default 2500. */
  readonly email: number;
  /** From sending to the report that it cannot be delivered. Default 4000. */
  readonly undelivered: number;
  /** From a failure to the failover. Default 1000. */
  readonly failover: number;
  /** From placing a call to its first ring. Default 2000. */
  readonly call: number;
  /** From the first ring to the answer. Default 4000. */
  readonly answer: number;
  /** From the first ring to giving up, where nobody answers. Default 25000. */
  readonly ringOut: number;
  /** How late a slow answer of the API comes. Default 4000. */
  readonly slow: number;
  /** After how long a connection that never answers is closed. Default 60000. */
  readonly stall: number;
};

const defaultDelays: Delays = {
  text: 1500,
  lateText: 20_000,
  email: 2500,
  undelivered: 4000,
  failover: 1000,
  call: 2000,
  answer: 4000,
  ringOut: 25_000,
  slow: 4000,
  stall: 60_000,
};

export type Surroundings = {
  readonly delays: Delays;
  /** `answered`: calls are picked up by themselves; `handset`: they ring until `pickUp` is called. Default `answered`. */
  readonly calls: 'answered' | 'handset';
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly clock: () => number;
  /** A number in [0, 1), for ids and codes. Default: cryptographic. */
  readonly random: () => number;
  /** Real time, for slow and stalled answers alone. Default: `setTimeout`, ended early by the signal. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** The part of a simulator's options that is the same for every vendor. */
export type SurroundingsOptions = Partial<Omit<Surroundings, 'delays'>> & { readonly delays?: Partial<Delays> };

export const surroundingsOf = (options: SurroundingsOptions): Surroundings => {
  const { calls = 'answered', clock = Date.now, random = cryptographic, wait = sleep } = options;
  return { calls, clock, random, wait, delays: { ...defaultDelays, ...options.delays } };
};

/** A code of so many digits; leading zeros are digits too. */
export const randomCode = (random: () => number, length: number): string =>
  Array.from({ length }, () => Math.floor(random() * 10)).join('');

/** `length` hexadecimal digits, a multiple of eight. */
export const randomHex = (random: () => number, length: number): string => {
  const word = (): string =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return Array.from({ length: length / 8 }, word).join('');
};

/** A UUID of version 4. */
export const randomUuid = (random: () => number): string =>
  randomHex(random, 32).replace(
    /^(.{8})(.{4}).(.{3})(.)(.{3})(.{12})$/,
    (_, a: string, b: string, c: string, variant: string, d: string, e: string) =>
      `${a}-${b}-4${c}-${((Number.parseInt(variant, 16) & 3) | 8).toString(16)}${d}-${e}`,
  );

/** Ends early when the caller is gone. */
const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const end = (): void => (clearTimeout(timer), resolve());
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });

/** Random words are fetched by the thousand: a hundred thousand sessions need a million. */
const words = new Uint32Array(1024);
let wordsLeft = 0;
const cryptographic = (): number => {
  if (wordsLeft === 0) wordsLeft = crypto.getRandomValues(words).length;
  wordsLeft -= 1;
  return (words[wordsLeft] ?? 0) / 2 ** 32;
};
