/** The languages beside English: each is a file of its own, which is loaded when it is asked for. */
import type { Messages } from './index.ts';

/**
 * By BCP 47 tag, which names script or region only where that tells two files apart. A file declares
 * `export const messages: Messages`, so that the package's types do not repeat all of its texts.
 */
export const languages: Readonly<Record<string, () => Promise<{ readonly messages: Messages }>>> = {
  ar: () => import('./ar.ts'),
  az: () => import('./az.ts'),
  bg: () => import('./bg.ts'),
  bn: () => import('./bn.ts'),
  bs: () => import('./bs.ts'),
  ca: () => import('./ca.ts'),
  cs: () => import('./cs.ts'),
  cy: () => import('./cy.ts'),
  da: () => import('./da.ts'),
  de: () => import('./de.ts'),
  el: () => import('./el.ts'),
  es: () => import('./es.ts'),
  et: () => import('./et.ts'),
  eu: () => import('./eu.ts'),
  fa: () => import('./fa.ts'),
  fi: () => import('./fi.ts'),
  fil: () => import('./fil.ts'),
  fr: () => import('./fr.ts'),
  ga: () => import('./ga.ts'),
  gl: () => import('./gl.ts'),
  he: () => import('./he.ts'),
  hi: () => import('./hi.ts'),
  hr: () => import('./hr.ts'),
  hu: () => import('./hu.ts'),
  hy: () => import('./hy.ts'),
  id: () => import('./id.ts'),
  is: () => import('./is.ts'),
  it: () => import('./it.ts'),
  ja: () => import('./ja.ts'),
  ka: () => import('./ka.ts'),
  kk: () => import('./kk.ts'),
  ko: () => import('./ko.ts'),
  lt: () => import('./lt.ts'),
  lv: () => import('./lv.ts'),
  mk: () => import('./mk.ts'),
  mr: () => import('./mr.ts'),
  ms: () => import('./ms.ts'),
  nb: () => import('./nb.ts'),
  nl: () => import('./nl.ts'),
  nn: () => import('./nn.ts'),
  pl: () => import('./pl.ts'),
  pt: () => import('./pt.ts'),
  'pt-BR': () => import('./pt-BR.ts'),
  ro: () => import('./ro.ts'),
  ru: () => import('./ru.ts'),
  sk: () => import('./sk.ts'),
  sl: () => import('./sl.ts'),
  sq: () => import('./sq.ts'),
  sr: () => import('./sr.ts'),
  'sr-Latn': () => import('./sr-Latn.ts'),
  sv: () => import('./sv.ts'),
  sw: () => import('./sw.ts'),
  ta: () => import('./ta.ts'),
  te: () => import('./te.ts'),
  th: () => import('./th.ts'),
  tr: () => import('./tr.ts'),
  uk: () => import('./uk.ts'),
  ur: () => import('./ur.ts'),
  vi: () => import('./vi.ts'),
  'zh-Hans': () => import('./zh-Hans.ts'),
  'zh-Hant': () => import('./zh-Hant.ts'),
};

/** Pages say `no` where they mean Bokmål. Other old names, like `iw`, are known to browsers; `tl` is not to WebKit. */
const otherNames: Readonly<Record<string, string>> = { no: 'nb', tl: 'fil' };

/** The language that fits a BCP 47 tag best: in its script, else of its region, else at all. Throws if it is no tag. */
export function lookUp(tag: string, available: readonly string[]): string | undefined {
  const locale = new Intl.Locale(tag);
  const { script } = locale.maximize();
  const language = otherNames[locale.language] ?? locale.language;
  return [`${language}-${script}`, `${language}-${locale.region}`, language].find((each) => available.includes(each));
}
