/** What a page's CSS has made of an `<otp-verify>` on it, measured in the page itself. */
import type { Page } from 'playwright-core';

/** Texts within `selector` that something cuts off, or that stick out of the screen; none, as it should be. */
export const cutTexts = (page: Page, selector: string): Promise<readonly string[]> =>
  page.locator(selector).evaluate((whole) => {
    const faults: string[] = [];

    /** The boxes that cut off what is in them, through slots and shadow trees. */
    const clips = (node: Element): DOMRect[] => {
      const boxes: DOMRect[] = [];
      for (let box: Element | null = node; box;) {
        const { overflowX, display } = getComputedStyle(box);
        if (overflowX !== 'visible' && display !== 'inline') boxes.push(box.getBoundingClientRect());
        const root: Node = box.getRootNode();
        box = box.assignedSlot ?? box.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
      }
      return boxes;
    };

    const look = (tree: Node): void => {
      const walker = document.createTreeWalker(tree, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
      while (walker.nextNode()) {
        const { currentNode: node } = walker;
        if (node instanceof Element) {
          if (node.shadowRoot) look(node.shadowRoot);
          continue;
        }
        const parent = node.parentElement;
        const text = node.textContent?.trim() ?? '';
        // What is for screen readers alone is cut on purpose.
        if (!parent || !text || parent.closest('.heard, [data-heard], option, style')) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const part of range.getClientRects()) {
          const isOut = part.left < -0.5 || part.right > document.documentElement.clientWidth + 0.5;
          const isCut = clips(parent).some(
            (box) =>
              part.left < box.left - 0.5 ||
              part.right > box.right + 0.5 ||
              part.top < box.top - 0.5 ||
              part.bottom > box.bottom + 0.5,
          );
          if (isOut || isCut) faults.push(text);
        }
      }
    };
    look(whole);
    return [...new Set(faults)];
  });

/** How far the page is wider than the screen, in pixels. */
export const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Boxes and computed styles, as far as a reset or a framework could spoil them. */
export type Measures = {
  /** Pixels. */
  readonly box: { readonly width: number; readonly height: number };
  /** How far the field, with the country, leaves each side of the box empty, in pixels. */
  readonly empty: { readonly start: number; readonly end: number };
  readonly field: Readonly<Record<string, string>>;
  /** What a pointer meets in the middle of the country. */
  readonly atCountry: string;
  /** What the text around the element looks like. */
  readonly around: Readonly<Record<string, string>>;
  /** Of the element's own button: CSS colours. */
  readonly button: { readonly height: number; readonly background: string; readonly ink: string };
  /** The page's `accent-color`. */
  readonly accent: string;
};

export const measure = (page: Page): Promise<Measures> =>
  page.locator('otp-verify').evaluate((element) => {
    const find = (selector: string): Element => {
      const found = element.shadowRoot?.querySelector(selector);
      if (!found) throw new Error(`There is no ${selector}`);
      return found;
    };
    const pick = (node: Element, names: readonly string[]): Record<string, string> => {
      const style = getComputedStyle(node);
      return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name)]));
    };
    const field = element.querySelector('input[type="tel"]');
    if (!field) throw new Error('There is no field');
    element.scrollIntoView({ block: 'center' });
    const country = find('.country').getBoundingClientRect();
    const outer = find('.box').getBoundingClientRect();
    const inner = field.getBoundingClientRect();
    const middle = element.shadowRoot?.elementFromPoint(country.x + country.width / 2, country.y + country.height / 2);
    const button = find('.submit');
    return {
      box: { width: outer.width, height: outer.height },
      empty: { start: country.left - outer.left, end: outer.right - inner.right },
      field: pick(field, [
        'font-family',
        'font-size',
        'color',
        'background-color',
        'border-top-width',
        'box-shadow',
        'margin-top',
        'padding-left',
        'border-radius',
        'transform',
        'text-transform',
      ]),
      atCountry: middle?.localName ?? '',
      around: pick(element, ['font-family', 'font-size', 'color']),
      button: {
        height: button.getBoundingClientRect().height,
        background: getComputedStyle(button).backgroundColor,
        ink: getComputedStyle(find('.submit > span')).color,
      },
      accent: getComputedStyle(element).accentColor,
    };
  });

/** The ring around what has the focus, or around its box: `2px solid rgb(…)`; empty where there is none. */
export const focusRing = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let focused = document.activeElement;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    const chain: Element[] = [];
    for (let node = focused; node && chain.length < 5; node = node.assignedSlot ?? node.parentElement) chain.push(node);
    for (const node of chain) {
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(node);
      if (outlineStyle !== 'none' && outlineWidth !== '0px') return `${outlineWidth} ${outlineStyle} ${outlineColor}`;
    }
    return '';
  });
