/** Digits as people write them in any script, as the ASCII digits that numbers and codes are made of. */

const isDigit = /^\p{Nd}$/u;

/** Arabic-Indic, Persian, Devanagari, full-width and all other decimal digits become `0` to `9`; the rest stays. */
export function toAsciiDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    // Unicode keeps every set of digits in one run of ten, zero first; sets can follow each other without a gap.
    const point = digit.codePointAt(0) ?? 0;
    let before = point;
    while (isDigit.test(String.fromCodePoint(before - 1))) before--;
    return `${(point - before) % 10}`;
  });
}
