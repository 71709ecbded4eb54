/** Fills the country select with names in the person's language, so that nobody waits for it. */
import { countryByIso } from './countries.ts';

/** So that a slow phone is never kept from answering a touch. */
const idle = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 1000 });
    else setTimeout(resolve, 16);
  });

let latest: { readonly locale: string; readonly names: Intl.DisplayNames } | undefined;

export function countryName(iso: string, locale: string): string {
  if (latest?.locale !== locale) latest = { locale, names: new Intl.DisplayNames(locale, { type: 'region' }) };
  return latest.names.of(iso) ?? iso;
}

/** A list that is filled: a little at a time while somebody is near, at once when it is opened. */
export type Listing = { readonly begin: () => Promise<void>; readonly finish: () => void };

/** Does nothing yet: the first names of a language alone can take a slow phone a tenth of a second. */
export function listCountries(select: HTMLSelectElement, countries: readonly string[], locale: string): Listing {
  const size = 40;
  const named: { readonly iso: string; readonly name: string }[] = [];
  const give = (part: readonly string[]) => (): void => {
    for (const iso of part) named.push({ iso, name: countryName(iso, locale) });
  };
  const sort = (): void => {
    const { compare } = new Intl.Collator(locale);
    named.sort((one, other) => compare(one.name, other.name));
  };
  const show = (): void => {
    const chosen = select.value;
    const calling = (iso: string): string => countryByIso(iso)?.callingCode ?? '';
    select.replaceChildren(...named.map(({ iso, name }) => new Option(`${name} (+${calling(iso)})`, iso)));
    select.value = chosen;
  };
  const steps: (() => void)[] = [];
  for (let start = 0; start < countries.length; start += size) steps.push(give(countries.slice(start, start + size)));
  steps.push(sort, show);
  return {
    async begin() {
      for (await idle(); steps.length > 0; await idle()) steps.shift()?.();
    },
    finish() {
      for (const step of steps.splice(0)) step();
    },
  };
}
