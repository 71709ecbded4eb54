/**
 * The recipients that make a simulator misbehave, as vendors' test numbers do. The same last digits mean the same
 * trouble with every vendor, so that a demo may change its vendor.
 *
 * All are Swedish numbers that the regulator PTS sets aside for books and films (070-174 06 05 to 99), so that a page
 * which is switched to a real vendor by mistake calls nobody.
 */

/** What goes wrong between a vendor and its caller. */
export type Fault =
  | 'rate_limited'
  | 'server_error'
  | 'unavailable'
  | 'html'
  | 'bad_gateway'
  | 'empty'
  | 'error_in_200'
  | 'broken'
  | 'silent'
  | 'slow'
  | 'not_found';

/** At which moment of a verification which fault is met. */
export type PlannedFault<Moment extends string> = { readonly at: Moment; readonly kind: Fault };

/** The least that a table of magic numbers has; each vendor's adds its own. */
export type MagicEntry<Moment extends string> = {
  /** E.164, with its plus. */
  readonly number: string;
  /** What happens, in one sentence. */
  readonly story: string;
  /** Plays once for each session: the same call again is answered. At a start it plays each time. */
  readonly fault?: PlannedFault<Moment>;
};

/** The last digit says what goes wrong; whether the call was carried out all the same is part of the story. */
const byLastDigit: readonly { readonly kind: Fault; readonly story: string }[] = [
  { kind: 'rate_limited', story: 'is refused with 429 and `Retry-After`' },
  { kind: 'server_error', story: 'is answered with 500' },
  { kind: 'unavailable', story: 'is answered with 503 and `Retry-After`' },
  { kind: 'html', story: 'is answered with an HTML page and 200' },
  { kind: 'bad_gateway', story: 'is carried out, but answered with an HTML page and 502' },
  { kind: 'empty', story: 'is carried out, but answered with an empty 200' },
  { kind: 'error_in_200', story: 'is refused with an error within a 200' },
  { kind: 'broken', story: 'is carried out, but the connection breaks' },
  { kind: 'silent', story: 'is carried out, but never answered' },
  { kind: 'slow', story: 'is carried out and answered late' },
];

/** The magic number that ends with these two digits: 5 to 99. */
export const magicNumber = (lastTwoDigits: number): string => `+467017406${String(lastTwoDigits).padStart(2, '0')}`;

/** Ten numbers for ten faults at one moment: 40 to 49 at the start, 50 to 59 at a resend, 60 to 69 at a check. */
export const faultsAt = <Moment extends string>(
  at: Moment,
  tens: number,
  subject: string,
  stories: { readonly [kind in Fault]?: string } = {},
): MagicEntry<Moment>[] =>
  byLastDigit.map(({ kind, story }, digit) => ({
    number: magicNumber(tens + digit),
    story: `${subject} ${stories[kind] ?? story}.`,
    fault: { at, kind },
  }));

/**
 * Finds what is special about a recipient; nothing, as a rule. The plus may be left out, and an address such as
 * `40@example.com` does what the number that ends with its digits does.
 */
export const finderOf = <Entry extends { readonly number: string }>(
  entries: readonly Entry[],
): ((to: string) => Partial<Entry>) => {
  const byNumber = new Map(entries.map((entry) => [entry.number, entry]));
  const ordinary: Partial<Entry> = {};
  return (to) => {
    const digits = /^(\d\d)@/.exec(to)?.[1];
    const number = digits === undefined ? `+${to.replace('+', '')}` : magicNumber(Number(digits));
    return byNumber.get(number) ?? ordinary;
  };
};
