/**
 * `npm test`: brings what npm does not, checks, builds and tests everything, and ends with one line that counts it all.
 * `--only=types,lint,build,unit,browser,e2e` does a part of it.
 */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startTestRunner } from '@web/test-runner';
import type { TestSession, TestSuiteResult } from '@web/test-runner-core';
import { bringPrograms, missingEngines } from './programs.ts';

type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
process.env['PATH'] = [join(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter);

/** A program that passes or fails as a whole. */
function check(program: string, ...args: readonly string[]): Counts {
  const { status } = spawnSync(program, args, { stdio: 'inherit' });
  return status === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

async function nodeTests(files: readonly string[], concurrency: number): Promise<Counts> {
  let total = sum([]);
  if (files.length === 0) return total;
  // What a failed test left open must not keep its process alive for ever.
  const stream = run({ files, concurrency, timeout: 900_000, execArgv: ['--test-force-exit'] });
  stream.on('test:summary', ({ file, counts }) => {
    // One summary comes for each file, and one without a name for all of them.
    if (file !== undefined) return;
    const skipped = counts.skipped + counts.todo;
    total = { passed: counts.passed, failed: counts.tests - counts.passed - skipped, skipped };
  });
  for await (const text of stream.compose(spec)) process.stdout.write(text);
  return total;
}

/** The components' tests, in every engine that is installed; where a merge depends on it, that must be all of them. */
async function browserTests(): Promise<Counts> {
  const missing = missingEngines();
  if (missing.length > 0 && process.env['CI']) return { passed: 0, failed: missing.length, skipped: 0 };
  if (missing.length === 3) return { passed: 0, failed: 0, skipped: 1 };

  const argv = ['--config', '.ci/web-test-runner.config.mjs'];
  const runner = await startTestRunner({ argv, autoExitProcess: false });
  // Having said why, the test runner is about to end this process.
  if (!runner) return finish([...results, { passed: 0, failed: 1, skipped: 0 }]);
  await new Promise((resolve) => runner.on('stopped', resolve));
  return sum(Array.from(runner.sessions.all(), countSession));
}

/** A page that broke before its first test, or outside of one, counts as one that failed. */
function countSession({ passed, testResults }: TestSession): Counts {
  const counts = testResults ? countSuite(testResults) : sum([]);
  return !passed && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function countSuite({ suites, tests }: TestSuiteResult): Counts {
  const skipped = tests.filter((test) => test.skipped).length;
  const passed = tests.filter((test) => test.passed && !test.skipped).length;
  return sum([{ passed, failed: tests.length - passed - skipped, skipped }, ...suites.map(countSuite)]);
}

function sum(counts: readonly Counts[]): Counts {
  const total = (key: keyof Counts): number => counts.reduce((all, one) => all + one[key], 0);
  return { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };
}

function inWords({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function finish(all: readonly Counts[]): never {
  const total = sum(all);
  console.log(`\n${inWords(total)}`);
  process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
}

const endToEnd = globSync('demo/e2e/**/*.test.ts').sort();
const others = globSync('{widget,relay,demo,.ci}/**/*.test.ts', {
  exclude: ['demo/e2e/**', '**/*.browser.test.ts'],
}).sort();

const steps = {
  types: [() => check('tsc', '-b')],
  lint: [
    () => check('oxlint', '--type-aware', '--deny-warnings'),
    () => check('oxfmt', '--check'),
    () => check('node', '.ci/imports.ts'),
  ],
  build: [() => check('vite', 'build', '--app', '--logLevel', 'warn')],
  unit: [() => nodeTests(others, 2)],
  browser: [browserTests],
  // Each file has servers and a browser of its own, and waits more than it works.
  e2e: [() => nodeTests(endToEnd, 2)],
} as const satisfies Record<string, readonly (() => Counts | Promise<Counts>)[]>;

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const wanted = values.only?.split(',') ?? Object.keys(steps);
const unknown = wanted.filter((name) => !Object.hasOwn(steps, name));
if (unknown.length > 0) throw new Error(`--only takes ${Object.keys(steps).join(', ')}; not ${unknown.join(', ')}`);

const results: Counts[] = [];
if (['unit', 'browser', 'e2e'].some((name) => wanted.includes(name))) bringPrograms();
for (const [name, checks] of Object.entries(steps)) {
  if (!wanted.includes(name)) continue;
  console.log(`\n# ${name}`);
  for (const step of checks) results.push(await step());
}
finish(results);
