/** The gallery's sites by their names, in the order in which they are shown. Each is a page in `gallery/`. */
export const sites = ['plain', 'bootstrap', 'tailwind', 'fintech', 'arabic', 'brand'] as const;
export type Site = (typeof sites)[number];
