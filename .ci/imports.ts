/** Checks who imports whom in widget/ and relay/, so that core and rim stay apart. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { fileURLToPath } from 'node:url';

export type Import = {
  /** A path from the repository's root, or the name of a package. */
  readonly target: string;
  /** Whether it is gone when the types are. */
  readonly typeOnly: boolean;
};

type Rule = {
  readonly who: string;
  readonly files: RegExp;
  /** What may be imported. */
  readonly runtime: readonly RegExp[];
  /** What may be imported besides, as a type. */
  readonly types: readonly RegExp[];
};

const contract = /^relay\/contract\.ts$/;
const lit = /^(?:lit|@lit\/[\w-]+)(?:\/|$)/;
const ports = /^relay\/(?:providers\/provider|stores\/store|challenges\/challenge|events\/event)\.ts$/;
/** What stores keep their counts in. */
const databases = /^(?:@redis\/client|@upstash\/redis|cloudflare:workers)$/;
const relayCore = /^relay\/[\w-]+\.ts$/;
const exactPhone = /^widget\/phone-exact\.ts$/;
/** Modules of the widget that know no DOM. */
const pure = /^widget\/(?:flow(?!-controller)[\w-]*|phone|countries|code|digits|messages\/[\w-]+)\.ts$/;

/** The first rule that fits a file holds. Each is a row of the table in the README's section on design. */
const rules: readonly Rule[] = [
  { who: 'the contract', files: contract, runtime: [], types: [] },
  { who: 'the flow', files: /^widget\/flow(?!-controller)[\w-]*\.ts$/, runtime: [pure], types: [contract] },
  { who: 'a view', files: /^widget\/views\//, runtime: [lit, pure, /^widget\/views\//], types: [contract] },
  { who: 'the exact phone', files: exactPhone, runtime: [/^libphonenumber-js\//], types: [/^widget\/phone\.ts$/] },
  {
    who: 'a framework’s own door',
    files: /^widget\/(?:react|vue|svelte)\.ts$/,
    runtime: [/^react$/, /^widget\//],
    types: [/^(?:vue|svelte\/elements)$/],
  },
  { who: 'the widget', files: /^widget\//, runtime: [lit, /^widget\//], types: [contract] },
  { who: 'a provider', files: /^relay\/providers\//, runtime: [/^relay\/providers\//], types: [contract] },
  { who: 'a store', files: /^relay\/stores\//, runtime: [/^relay\/stores\//, databases], types: [contract] },
  {
    who: 'a challenge',
    files: /^relay\/challenges\//,
    runtime: [/^relay\/challenges\//, /^altcha-lib(?:\/|$)/],
    types: [contract],
  },
  {
    who: 'a listener of events',
    files: /^relay\/events\//,
    runtime: [/^relay\/events\//, /^standardwebhooks$/],
    types: [contract],
  },
  {
    who: 'a runtime',
    files: /^relay\/runtimes\//,
    runtime: [/^relay\//, /^(?!widget\/|demo\/|\.ci\/|lit)/],
    types: [],
  },
  {
    who: 'the core of the relay',
    files: relayCore,
    runtime: [relayCore, ports, /^hono\//, /^zod\/mini$/, /^jose$/, /^libphonenumber-js\/max$/],
    types: [/^hono$/],
  },
];

const statement = /^\s*(?:import|export)\s(?<clause>[^'";]*?\bfrom\s)?\s*'(?<from>[^']+)'/gm;
const onDemand = /\bimport\(\s*'(?<from>[^']+)'/g;

/** All that the source of `file` imports; `import type`, or a list in which each name is marked so, is type-only. */
export function readImports(file: string, source: string): Import[] {
  const code = source.replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');
  const found = [...code.matchAll(statement), ...code.matchAll(onDemand)];
  return found.map(({ groups }) => {
    const from = groups?.['from'] ?? '';
    const clause = groups?.['clause'] ?? '';
    const names = /\{(?<names>[^}]*)\}/.exec(clause)?.groups?.['names']?.split(',') ?? [];
    const marked = names.map((name) => name.trim()).filter(Boolean);
    return {
      target: from.startsWith('.') ? join(dirname(file), from) : from,
      typeOnly: /^type\s/.test(clause) || (marked.length > 0 && marked.every((name) => name.startsWith('type '))),
    };
  });
}

/** A line for each import that is not allowed. */
export function judge(file: string, imports: readonly Import[]): string[] {
  const rule = rules.find(({ files }) => files.test(file));
  if (!rule) return [`${file}: no rule says what it may import; write one in .ci/imports.ts`];
  return imports
    .filter(({ target, typeOnly }) => {
      const allowed = typeOnly ? [...rule.runtime, ...rule.types] : rule.runtime;
      return !allowed.some((pattern) => pattern.test(target));
    })
    .map(({ target, typeOnly }) => `${file}: ${rule.who} may not import ${typeOnly ? 'the types of ' : ''}${target}`);
}

if (import.meta.main) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const files = globSync('{widget,relay}/**/*.ts', { cwd: root, exclude: ['**/*.test.ts', '**/suite.ts'] });
  const faults = files.flatMap((file) => judge(file, readImports(file, readFileSync(join(root, file), 'utf8'))));
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
