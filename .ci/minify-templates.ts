/** Bundlers leave template literals as they are: the indentation of markup and styles, and the styles' comments, go here. */
import { parseSync } from 'vite';
import type { Plugin } from 'vite';

type Part = { readonly start: number; readonly end: number; readonly tag: string };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The texts of all templates with a tag, in a syntax tree by ESTree (https://github.com/estree/estree/blob/master/es2015.md). */
function partsIn(node: unknown): readonly Part[] {
  if (Array.isArray(node)) return node.flatMap(partsIn);
  if (!isObject(node)) return [];
  const inside = Object.values(node).flatMap(partsIn);
  const { type, tag, quasi } = node;
  if (type !== 'TaggedTemplateExpression' || !isObject(tag) || !isObject(quasi)) return inside;
  const texts = quasi['quasis'] as readonly Omit<Part, 'tag'>[];
  return [...inside, ...texts.map(({ start, end }) => ({ start, end, tag: String(tag['name']) }))];
}

/** White space beside these is never shown; beside others it keeps words apart. */
const blocks = '<\\/?(?:div|p|fieldset|legend)\\b';
const besideBlocks = new RegExp(`\\s*\\n\\s*(?=${blocks})|(?<=${blocks}[^<>]*>)\\s*\\n\\s*`, 'g');

const minifiers: Readonly<Record<string, (text: string) => string>> = {
  html: (text) => text.replace(besideBlocks, '').replace(/\s*\n\s*/g, ' '),
  css: (text) =>
    text
      .replace(/\/\*[^]*?\*\//g, '')
      .replace(/\s+/g, ' ')
      .replace(/ ?([{};,]) ?/g, '$1')
      .replace(/: /g, ':')
      .replace(/;\}/g, '}'),
};

export const minifyTemplates: Plugin = {
  name: 'minify-templates',
  transform: {
    filter: { id: /\/widget\/.*\.ts$/, code: /\b(?:css|html)`/ },
    handler(code) {
      let minified = code;
      // From the end, so that what is still to come stays where it was.
      for (const { start, end, tag } of partsIn(parseSync('template.ts', code).program).toSorted(
        (a, b) => b.start - a.start,
      )) {
        const text = minified.slice(start, end);
        minified = minified.slice(0, start) + (minifiers[tag]?.(text) ?? text) + minified.slice(end);
      }
      return minified;
    },
  },
};
