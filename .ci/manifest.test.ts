/** The manifest says all that the contract promises, and nothing that the code does not have. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { OtpVerify } from '../widget/otp-verify.ts';
import { execute, root } from './install.ts';
import { createManifest, elementOf, vscodeData, webTypes } from './manifest.ts';

const manifest = await createManifest();
const element = elementOf(manifest);

const code = globSync('widget/**/*.ts', { cwd: root, exclude: ['**/*.test.ts', 'widget/messages/*'] })
  .map((path) => readFileSync(join(root, path), 'utf8'))
  .join('\n')
  // Without what the manifest is made from.
  .replace(/\/\*\*[^]*?\*\//g, '');
const find = (pattern: RegExp): readonly string[] => Array.from(code.matchAll(pattern), ([, name = '']) => name);

/** Those that stand beside the state. */
const flags = Array.from(
  /const states = \{([^}]*)\}/.exec(code)?.[1]?.matchAll(/^\s*(\w+):/gm) ?? [],
  ([, name = '']) => name,
);

const words = (text: string): readonly string[] => text.split(/\s+/);
const names = (items: readonly { readonly name: string }[]): readonly string[] => items.map(({ name }) => name);
const sorted = (items: readonly string[]): readonly string[] => items.toSorted();

/** contract/widget.md. */
const contract = {
  attributes: [
    ...words('relay name required disabled recipient recipient-locked ticket channels country countries lang dir'),
    ...words('proof-nonce no-auto-check no-persist autofocus'),
  ],
  properties: [
    ...words('relay name required disabled value recipient recipientLocked ticket channels country countries messages'),
    ...words('proofNonce challengeToken noAutoCheck noPersist state verification'),
    ...words('form labels validity validationMessage willValidate'),
  ],
  methods: words('start send check cancel reset focus checkValidity reportValidity setCustomValidity'),
  events: [
    ...words(
      'otp-ready otp-state otp-before-send otp-sent otp-delivery otp-challenge otp-verified otp-rejected otp-ended',
    ),
    ...words('otp-error input change'),
  ],
  slots: ['', ...words('heading consent challenge verified recipient code submit')],
  parts: words('base field country guide channels channel submit resend switch edit status countdown verified'),
  cssProperties: words('--otp-accent --otp-radius --otp-gap --otp-border --otp-field-background --otp-font-code'),
  states: words('recipient sending code checking verified ended unavailable waiting offline challenge busy'),
};

const documented = {
  attributes: names(element.attributes),
  properties: names(element.members.filter(({ kind }) => kind === 'field')),
  methods: names(element.members.filter(({ kind }) => kind === 'method')),
  events: names(element.events),
  slots: names(element.slots),
  parts: names(element.cssParts),
  cssProperties: names(element.cssProperties),
  states: names(element.cssStates),
};

const fields = element.members.filter(({ kind }) => kind === 'field');

/** Where the element puts what it makes itself. */
const ownSlots = new Set(['label', 'message']);

/** What can be told from the code without knowing what it does. */
const coded: Partial<Record<keyof typeof contract, readonly string[]>> = {
  attributes: [...OtpVerify.observedAttributes, ...find(/hasAttribute\('(\w+)'\)/g)],
  slots: ['', ...find(/<slot name="([a-z]+)"/g).filter((name) => !ownSlots.has(name))],
  parts: [...find(/\bpart="([a-z]+)"/g), ...find(/\blink\(\s*(?:\w+,\s*)?'([a-z]+)'/g)],
  cssProperties: find(/var\((--otp-[a-z-]+)/g),
};

/** The types that the manifest names, against those of the code. */
const typeTest = (): string => {
  const union = (items: readonly string[]): string => items.map((name) => `'${name}'`).join(' | ');
  const settable = fields.filter(({ readonly: isReadonly }) => !isReadonly);
  const checks = {
    events: `Same<keyof OtpEvents | 'input' | 'change', ${union(documented.events)}>`,
    states: `Same<OtpState | ${union(flags)}, ${union(documented.states)}>`,
    settable: `Same<keyof OtpProperties, ${union(names(settable))}>`,
    ...Object.fromEntries(
      element.events
        .filter(({ name }) => name.startsWith('otp-'))
        .map(({ name, type }) => [name, `Fits<OtpEvents['${name}'], ${type?.text}>`]),
    ),
  };
  const entries = Object.entries(checks);
  return `
    import type { OtpProperties } from '../../../widget/frameworks.ts';
    import type { OtpEvents, OtpState } from '../../../widget/index.ts';
    type Same<A, B> = [A] extends [B] ? [B] extends [A] ? true : never : never;
    type Fits<A extends CustomEvent, B extends CustomEvent> =
      [A] extends [B] ? Same<keyof A['detail'], keyof B['detail']> : never;
    export const checks: { ${entries.map(([name, type]) => `'${name}': ${type}`).join(';\n')} } =
      { ${entries.map(([name]) => `'${name}': true`).join(', ')} };`;
};

describe('The manifest', () => {
  for (const kind of Object.keys(contract) as (keyof typeof contract)[]) {
    it(`has the ${kind} of the contract and no other, each once`, () => {
      assert.deepEqual(sorted(documented[kind]), sorted(contract[kind]));
    });
  }

  for (const [kind, inCode] of Object.entries(coded)) {
    it(`has the ${kind} of the code and no other`, () => {
      assert.deepEqual(sorted(documented[kind as keyof typeof documented]), sorted([...new Set(inCode)]));
    });
  }

  it('has properties and methods that the class has', () => {
    for (const name of documented.properties) assert.ok(name in OtpVerify.prototype, name);
    for (const name of documented.methods) {
      assert.equal(typeof Reflect.get(OtpVerify.prototype, name), 'function', name);
    }
  });

  it('describes everything that is not as in any form control', () => {
    const { attributes, events, slots, cssParts, cssProperties, cssStates } = element;
    const all = [...attributes, ...events, ...slots, ...cssParts, ...cssProperties, ...cssStates];
    assert.deepEqual(names(all.filter(({ description }) => !description)), []);
  });

  it("has the code's types of events, states and properties", async () => {
    const folder = join(root, 'node_modules/.cache/manifest');
    after(() => rm(folder, { recursive: true }));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'types.ts'), typeTest());
    const compilerOptions = { noEmit: true, composite: false, incremental: false, emitDeclarationOnly: false };
    const project = {
      extends: '../../../widget/tsconfig.json',
      compilerOptions,
      files: ['types.ts'],
      include: [],
      references: [],
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(project));
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const said = await execute(process.execPath, [tsc, '--project', folder]).then(
      () => '',
      (error: { readonly stdout: string }) => error.stdout,
    );
    assert.equal(said, '');
  });

  it('is what was built, and leads to modules that were', () => {
    const built = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'));
    const owner = built('package.json') as Record<'name' | 'version' | 'customElements' | 'web-types', string>;
    assert.deepEqual(built(owner.customElements), manifest);
    assert.deepEqual(built(owner['web-types']), toJson(webTypes(element, owner)));
    assert.deepEqual(built('dist/vscode.html-custom-data.json'), toJson(vscodeData(element)));
    for (const { path } of manifest.modules) assert.ok(existsSync(join(root, path)), path);
  });
});

const toJson = (value: object): unknown => JSON.parse(JSON.stringify(value));
