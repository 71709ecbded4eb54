/** Tailwind's stylesheet is compiled for the pages that it names: all that they use, and its reset, and nothing more. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compileTailwind } from './tailwind.ts';

const folder = fileURLToPath(new URL('gallery', import.meta.url));
const source = await readFile(`${folder}/tailwind.css`, 'utf8');

test('the gallery’s page has each utility that it names, and Tailwind’s reset', async () => {
  const { css, pages } = await compileTailwind(source, folder);
  assert.deepEqual(pages, [`${folder}/tailwind.html`]);
  assert.match(css, /@layer base \{[^]*box-sizing: border-box/);
  for (const rule of [
    '.bg-slate-50',
    '.accent-indigo-600',
    String.raw`.dark\:accent-indigo-400`,
    String.raw`.group-valid\:bg-indigo-600`,
    String.raw`.\[--otp-field-background\:transparent\]`,
  ]) {
    assert.ok(css.includes(rule), `${rule} is missing`);
  }
});

test('what no page uses is not there', async () => {
  const { css } = await compileTailwind(source, folder);
  assert.doesNotMatch(css, /rose|\.underline|\.site/);
});
