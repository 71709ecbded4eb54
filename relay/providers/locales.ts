/** Which of a vendor's languages fits the one that was asked for. */

/**
 * The lookup of [RFC 4647](https://www.rfc-editor.org/rfc/rfc4647#section-3.4): the range is cut from its end until it
 * is one of the tags. `undefined` where none fits.
 */
export function lookUpLocale<Tag extends string>(range: string, tags: readonly Tag[]): Tag | undefined {
  let subtags = range.toLowerCase().split('-');
  while (subtags.length > 0) {
    const candidate = subtags.join('-');
    const found = tags.find((tag) => tag.toLowerCase() === candidate);
    if (found !== undefined) return found;
    // A single letter only introduces what follows it.
    subtags = subtags.slice(0, subtags.at(-2)?.length === 1 ? -2 : -1);
  }
  return undefined;
}
