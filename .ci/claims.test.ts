/** Holds the documents to their word: what they call a test is one, what they call a scene is one, and bytes are those of dist/. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { scenes } from '../demo/scenes.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** A name of a test, or of a group of tests, as it is written in the code. */
const declared =
  /\b(?:describe|it|test)\(\s*(?:'(?<single>(?:[^'\\]|\\.)*)'|"(?<double>[^"]*)"|`(?<template>(?:[^`\\]|\\.)*)`)/g;

type Test = { readonly name: RegExp; readonly source: string };

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function testsIn(path: string): Test[] {
  const source = read(path);
  return [...source.matchAll(declared)].flatMap(({ groups = {} }) => {
    const { single, double, template } = groups;
    const parts = template?.split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/) ?? [(single ?? double ?? '').replaceAll("\\'", "'")];
    // A name that is hardly more than what is put in would be anybody's.
    return parts.join('').length < 8 && template
      ? []
      : [{ name: new RegExp(`^${parts.map(escape).join('(.+)')}$`, 's'), source }];
  });
}

const tests = globSync('{widget,relay,demo,.ci}/**/*.test.ts', { cwd: root }).flatMap(testsIn);
const scenery = read('demo/scenes.ts');

/** What is put into a name when the test runs stands in its file, is a scene, or is counted. */
const isTest = (claim: string): boolean =>
  tests.some(({ name, source }) => {
    const [whole, ...values] = name.exec(claim) ?? [];
    const isThere = (value: string): boolean => source.includes(value) || scenery.includes(`'${value}'`);
    return whole !== undefined && values.every((value) => /^\d+$/.test(value) || isThere(value.replaceAll('"', '')));
  });

/** Emphasis with underscores is kept for names of tests. */
const claims = (document: string): string[] =>
  [...document.matchAll(/(?<![\w_])_([^_\n]+)_(?![\w_])/g)].map(([, name = '']) => name.replaceAll('\\*', '*'));

const rows = (document: string): string[] =>
  document.split('\n').filter((line) => line.startsWith('| ') && !/^\| [-:]/.test(line));

/** The part of a document below a heading. */
const below = (document: string, heading: string): string => {
  const [, part = ''] = document.split(`\n## ${heading}\n`);
  return part.split('\n## ')[0] ?? '';
};

const documents = ['widget/accessibility.md', 'widget/features.md', 'relay/security.md'];
const features = read('widget/features.md');

describe('the documents', () => {
  for (const path of documents) {
    it(`name only tests that there are: ${path}`, () => {
      assert.deepEqual(
        claims(read(path)).filter((claim) => !isTest(claim)),
        [],
      );
    });

    it(`link only to files that there are: ${path}`, () => {
      const links = [...read(path).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, to = '']) => to);
      assert.deepEqual(
        links.filter((to) => !existsSync(join(root, dirname(path), to))),
        [],
      );
    });
  }

  it('say of each criterion which test shows it, or that none does', () => {
    const criteria = rows(read('widget/accessibility.md')).filter((row) => /^\| \d/.test(row));
    // Level A and AA of WCAG 2.2: https://www.w3.org/TR/WCAG22/
    assert.equal(criteria.length, 55);
    const silent = criteria.filter((row) => claims(row).length === 0 && !/not applicable|no test/.test(row));
    assert.deepEqual(silent, []);
  });

  it('say of each feature, each pitfall and each row of the matrix which test shows it, or no', () => {
    for (const [heading, count] of [
      ['Beside others', 19],
      ['Fifteen features', 15],
      ['Fifteen pitfalls', 15],
    ] as const) {
      const [, ...told] = rows(below(features, heading));
      assert.equal(told.length, count, heading);
      const silent = told.filter((row) => claims(row).length === 0 && !/\bno\b/i.test(row));
      assert.deepEqual(silent, []);
    }
  });

  it('show each state and each move by a test and by a scene that there are', () => {
    const [, ...told] = rows(below(features, 'States and moves'));
    assert.ok(told.length > 20);
    for (const row of told) {
      const shown = [...row.matchAll(/`([\w-]+)`/g)].map(([, name = '']) => name);
      assert.ok(shown.length > 0 && claims(row).length > 0, row);
      assert.deepEqual(
        shown.filter((name) => !scenes.some((scene) => scene.name === name)),
        [],
      );
    }
  });

  it('have the bytes of what was built, within three parts of a hundred', () => {
    const row = rows(below(features, 'Bytes')).find((each) => each.includes('dist/otp-verify.js'));
    const written = row?.match(/[\d,]{5,}/g)?.map((figure) => Number(figure.replaceAll(',', '')));
    const file = readFileSync(join(root, 'dist/otp-verify.js'));
    const measured = [file.length, gzipSync(file, { level: 9 }).length, brotliCompressSync(file).length];
    assert.equal(written?.length, measured.length);
    for (const [index, bytes] of measured.entries())
      assert.ok(Math.abs((written?.[index] ?? 0) / bytes - 1) < 0.03, `${written?.[index]} is ${bytes}`);
  });
});
