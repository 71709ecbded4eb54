/** How everything here is measured: side by side, in interleaved rounds, on a machine that is otherwise idle if it can be. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The middle of what was measured, and the quartiles around it. */
export type Spread = { readonly median: number; readonly low: number; readonly high: number };

export type Effort = {
  /** A smoke run: one round of little. */
  readonly quick: boolean;
  /** Rounds that count. Default: as many as the subject thinks right. */
  readonly rounds?: number | undefined;
  /** Resolves when the cores are idle, or when it has waited long enough. */
  readonly settle: () => Promise<void>;
};

const sorted = (values: readonly number[]): readonly number[] => values.toSorted((one, other) => one - other);

/** The value below which a `share` of all is. */
export function quantile(values: readonly number[], share: number): number {
  const ordered = sorted(values);
  return ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * share))] ?? Number.NaN;
}

export const spreadOf = (values: readonly number[]): Spread => ({
  median: quantile(values, 0.5),
  low: quantile(values, 0.25),
  high: quantile(values, 0.75),
});

/** What does not vary: bytes of a file. */
export const exactly = (value: number): Spread => ({ median: value, low: value, high: value });

/** Ratios within each round, so that noise which hits a whole round does not count. */
export const ratioOf = (values: readonly number[], baseline: readonly number[]): Spread =>
  spreadOf(values.map((value, round) => value / (baseline[round] ?? Number.NaN)));

/**
 * Measures all contenders once in each round, each round beginning with another one: nobody always follows the same
 * neighbour. A first round warms up and is dropped.
 */
export async function interleave<Name extends string, Sample>(
  contenders: Readonly<Record<Name, () => Promise<Sample>>>,
  usualRounds: number,
  { settle, quick, rounds = usualRounds }: Effort,
): Promise<Record<Name, readonly Sample[]>> {
  const names = Object.keys(contenders) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as Record<Name, Sample[]>;
  const warmUp = quick ? 0 : 1;
  for (let round = 0; round < (quick ? 1 : rounds) + warmUp; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length];
      if (name === undefined) continue;
      await settle();
      const sample = await contenders[name]().catch((error: unknown) => {
        throw new Error(`${name}: ${String(error)}`, { cause: error });
      });
      if (round >= warmUp) samples[name].push(sample);
    }
  }
  return samples;
}

/** Nanoseconds for one of `calls` calls, one after the other. */
export async function timeEach(calls: number, call: (index: number) => unknown): Promise<number> {
  const begun = process.hrtime.bigint();
  for (let index = 0; index < calls; index++) {
    const pending = call(index);
    if (pending instanceof Promise) await pending;
  }
  return Number(process.hrtime.bigint() - begun) / calls;
}

/** Share of all cores' time that passed idle since the machine started, as two sums. */
function cpuTimes(): { readonly all: number; readonly idle: number } {
  // user nice system idle iowait irq softirq steal: https://man7.org/linux/man-pages/man5/proc_stat.5.html
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const times = line.trim().split(/\s+/).slice(1, 9).map(Number);
  return { all: times.reduce((sum, one) => sum + one, 0), idle: (times[3] ?? 0) + (times[4] ?? 0) };
}

const LOOK_MS = 300;
/** Of all cores: what an idle desktop or a quiet container has. */
const IDLE_ENOUGH = 0.08;
const LONGEST_WAIT_MS = 10_000;

export type Machine = Effort & { readonly report: () => string };

/** @param patience seconds of waiting in one run; past them the machine is taken for one that is never quiet */
export function watchMachine(how: Pick<Effort, 'quick' | 'rounds'>, patience: number): Machine {
  const { quick } = how;
  let measured = 0;
  let busy = 0;
  let waitedMs = 0;

  async function busyShare(): Promise<number> {
    const before = cpuTimes();
    await sleep(LOOK_MS);
    const after = cpuTimes();
    return 1 - (after.idle - before.idle) / Math.max(1, after.all - before.all);
  }

  return {
    ...how,
    async settle() {
      if (quick) return;
      measured += 1;
      const begun = performance.now();
      let share = await busyShare();
      while (share > IDLE_ENOUGH && performance.now() - begun < LONGEST_WAIT_MS && waitedMs < patience * 1000) {
        share = await busyShare();
        waitedMs += LOOK_MS;
      }
      if (share > IDLE_ENOUGH) busy += 1;
    },
    report: () =>
      quick
        ? 'A smoke run: it shows that all of this works; its figures mean nothing.'
        : `Waited ${Math.round(waitedMs / 1000)} s in all for idle cores; ${busy} of ${measured} samples were taken while others kept them busy.`,
  };
}
