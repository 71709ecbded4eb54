/**
 * Writes into dist/ what editors and other tools go by: the element's manifest, made from its code and comments
 * (https://github.com/webcomponents/custom-elements-manifest), and out of that the HTML data of VS Code and JetBrains.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Documented = {
  readonly name: string;
  readonly description?: string;
  readonly type?: { readonly text: string };
  readonly default?: string;
};

export type Attribute = Documented & { readonly fieldName?: string };

export type Member = Documented & {
  readonly kind: 'field' | 'method';
  readonly privacy?: 'public' | 'protected' | 'private';
  readonly static?: boolean;
  readonly readonly?: boolean;
};

export type Declaration = {
  readonly name: string;
  readonly description: string;
  readonly tagName: string;
  readonly attributes: readonly Attribute[];
  readonly members: readonly Member[];
  readonly events: readonly Documented[];
  readonly slots: readonly Documented[];
  readonly cssParts: readonly Documented[];
  readonly cssProperties: readonly Documented[];
  readonly cssStates: readonly Documented[];
};

type Export = { readonly kind: string; readonly name: string };

type Module = {
  readonly kind: string;
  readonly path: string;
  readonly declarations: readonly Declaration[];
  readonly exports: readonly Export[];
};

export type Manifest = { readonly schemaVersion: string; readonly modules: readonly Module[] };

/** What is used of the analyzer, which declares no types for it. */
type Analyzer = {
  readonly create: (options: { readonly modules: readonly object[]; readonly plugins: readonly object[] }) => Manifest;
  readonly ts: {
    readonly ScriptTarget: { readonly ES2022: number };
    readonly createSourceFile: (name: string, text: string, target: number, setParentNodes: boolean) => object;
  };
};
type LitSupport = { readonly litPlugin: () => readonly object[] };

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** What a page can import, and the class behind both. */
const modules: readonly string[] = ['widget/index.ts', 'widget/element.ts', 'widget/otp-verify.ts'];
const published = (path: string): string => `dist/${path.replace(/ts$/, 'js')}`;

export async function createManifest(): Promise<Manifest> {
  // Here, since not everybody who reads Vite's configuration builds.
  const analyzer = '@custom-elements-manifest/analyzer';
  const { create, ts } = (await import(analyzer)) as Analyzer;
  const lit = `${analyzer}/src/features/framework-plugins/lit/lit.js`;
  const { litPlugin } = (await import(lit)) as LitSupport;

  const source = (path: string): object => ts.createSourceFile(path, read(path), ts.ScriptTarget.ES2022, true);
  const all = create({ modules: ['widget/form-control.ts', ...modules].map(source), plugins: litPlugin() });
  const declaration = { name: 'OtpVerify', module: published('widget/otp-verify.ts') };
  const isClass = ({ kind, name }: Export): boolean =>
    kind === 'custom-element-definition' || name === declaration.name;
  return {
    // The first that has states.
    schemaVersion: '2.1.0',
    modules: all.modules
      .filter(({ path }) => modules.includes(path))
      .map(({ kind, path, declarations, exports }) => ({
        kind,
        path: published(path),
        declarations: declarations.map(publicOnly),
        // All others are types.
        exports: exports.filter(isClass).map(({ kind: how, name }) => ({ kind: how, name, declaration })),
      })),
  };
}

/** The element as a page sees it: of one piece, without what only itself, its form and its base class call. */
function publicOnly(declaration: Declaration): Declaration {
  const members = declaration.members.filter(
    ({ name, privacy = 'public', static: isStatic = false }) =>
      privacy === 'public' && !isStatic && !/^#|Callback$/.test(name),
  );
  const fields = new Set(members.map(({ name }) => name));
  const attributes = declaration.attributes.filter(({ fieldName }) => !fieldName || fields.has(fieldName));
  const superclass = { name: 'LitElement', package: 'lit' };
  const inOnePiece = (key: string, value: unknown): unknown => (key === 'inheritedFrom' ? undefined : value);
  return JSON.parse(JSON.stringify({ ...declaration, members, attributes, superclass }, inOnePiece)) as Declaration;
}

/** The element's part of the manifest. */
export function elementOf(manifest: Manifest): Declaration {
  const element = manifest.modules.flatMap(({ declarations }) => declarations).find(({ tagName }) => tagName);
  if (!element) throw new Error('The manifest has no element');
  return element;
}

const isBoolean = ({ type }: Documented): boolean => type?.text === 'boolean';

/** https://github.com/microsoft/vscode-html-languageservice/blob/main/docs/customData.md */
export function vscodeData({ tagName, description, attributes, ...rest }: Declaration): object {
  const list = (title: string, items: readonly Documented[]): string =>
    `**${title}**\n${items.map(({ name, description: text = '' }) => `- \`${name || 'default'}\`: ${text}`).join('\n')}`;
  const lists = [
    list('Events', rest.events),
    list('Slots', rest.slots),
    list('Parts', rest.cssParts),
    list('CSS properties', rest.cssProperties),
    list('States', rest.cssStates),
  ];
  return {
    version: 1.1,
    tags: [
      {
        name: tagName,
        description: { kind: 'markdown', value: [description, ...lists].join('\n\n') },
        attributes: attributes.map((attribute) => ({
          name: attribute.name,
          description: { kind: 'markdown', value: attribute.description ?? '' },
          // `v`: there is none.
          valueSet: isBoolean(attribute) ? 'v' : undefined,
        })),
      },
    ],
  };
}

/** https://github.com/JetBrains/web-types */
export function webTypes(element: Declaration, { name, version }: { name: string; version: string }): object {
  const described = (items: readonly Documented[]): object[] =>
    items.map((item) => ({ name: item.name, description: item.description, default: item.default }));
  const typed = (item: Documented & { readonly readonly?: boolean }): object => ({
    name: item.name,
    description: item.description,
    type: item.type?.text,
    'read-only': item.readonly,
  });
  return {
    $schema: 'https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json',
    name,
    version,
    'description-markup': 'markdown',
    contributions: {
      html: {
        elements: [
          {
            name: element.tagName,
            description: element.description,
            attributes: element.attributes.map((attribute) => ({
              name: attribute.name,
              description: attribute.description,
              value: { type: isBoolean(attribute) ? 'boolean' : 'string' },
            })),
            slots: described(element.slots),
            js: {
              properties: element.members.filter(({ kind }) => kind === 'field').map(typed),
              events: element.events.map(typed),
            },
            css: {
              parts: described(element.cssParts),
              properties: described(element.cssProperties),
              'pseudo-classes': element.cssStates.map(({ name: state, description }) => ({
                name: `state(${state})`,
                description,
              })),
            },
          },
        ],
      },
    },
  };
}

/** After everything else is built. */
export async function writeManifest(): Promise<void> {
  const manifest = await createManifest();
  const element = elementOf(manifest);
  const owner = JSON.parse(read('package.json')) as { readonly name: string; readonly version: string };
  const files = {
    'custom-elements.json': manifest,
    'vscode.html-custom-data.json': vscodeData(element),
    'web-types.json': webTypes(element, owner),
  };
  mkdirSync(join(root, 'dist'), { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(root, 'dist', name), `${JSON.stringify(content, null, 2)}\n`);
  }
}
