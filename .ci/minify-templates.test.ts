import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build } from 'vite';
import type { Rolldown } from 'vite';
import { minifyTemplates } from './minify-templates.ts';

/** The widget's file `name` with this source, as the build leaves it. */
async function built(source: string): Promise<string> {
  const entry = '/widget/templates.ts';
  const given = { name: 'given', resolveId: (id: string) => id, load: () => source };
  const output = (await build({
    configFile: false,
    logLevel: 'error',
    plugins: [given, minifyTemplates],
    build: { write: false, minify: false, lib: { entry, formats: ['es'] } },
  })) as Rolldown.RolldownOutput[];
  return output[0]?.output[0].code ?? '';
}

test('markup loses its indentation, and no two words run together', async () => {
  const code = await built(
    `export const view = (html, name: string) => html\`
    <p>
      Hello
      \${name}
    </p>
    <div>\${name ? html\`
      <b>one</b>
      <i>two</i>\` : 'no
    template'.length}</div>
  \`;`.replace("'no\n    template'.length", '`a plain\n    one`'),
  );
  assert.match(code, /html`<p>Hello \$\{name\}<\/p><div>/);
  assert.match(code, /html` <b>one<\/b> <i>two<\/i>`/);
  assert.match(code, /`a plain\n {4}one`/);
});

test('styles lose indentation and comments, and select and say what they did', async () => {
  const code = await built(`export const styles = (css, gap: string) => css\`
    /* Why it is so. */
    .box > span:hover,
    .box :first-child {
      margin: 0 calc(1px + \${gap}) -1px;
      content: '';
    }
  \`;`);
  assert.match(
    code,
    /css` \.box > span:hover,\.box :first-child\{margin:0 calc\(1px \+ \$\{gap\}\) -1px;content:''\}`/,
  );
});
