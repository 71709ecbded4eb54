/** Which language and country to begin with: from the page, else from the browser. */

/** The nearest `lang` around an element, through shadow roots as well; else the browser's. A BCP 47 tag in any case. */
export function nearestLanguage(element: Element): string {
  for (let node: Element | undefined = element; node; node = hostOf(node)) {
    const lang = node.closest<HTMLElement>('[lang]:not([lang=""])')?.lang;
    if (lang) return canonical(lang);
  }
  return canonical(navigator.language);
}

const canonical = (tag: string): string => {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    return 'en';
  }
};

const hostOf = (element: Element): Element | undefined => {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : undefined;
};

/** `LV` for `lv-LV`, and for `lv` as well, which takes longer to find out. */
export function regionOf(language: string): string {
  try {
    return /-([A-Z]{2})\b/.exec(language)?.[1] ?? new Intl.Locale(language).maximize().region ?? '';
  } catch {
    return '';
  }
}

/** The direction where the page does not say one. */
export const directionOf = (language: string): 'ltr' | 'rtl' =>
  /^(?:ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/i.test(language) ? 'rtl' : 'ltr';
