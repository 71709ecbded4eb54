/** Packs the package as npm would, and installs it into an empty project with nothing but its own dependencies. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root: string = fileURLToPath(new URL('..', import.meta.url));

export const execute: typeof execFile.__promisify__ = promisify(execFile);

/** What a subpath of the package leads to. */
export type Door = { readonly types: string; readonly default: string };

export type Manifest = {
  readonly name: string;
  readonly exports: Readonly<Record<string, Door | string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
};

export const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** The doors with code behind them, by their subpath; the others are files, for tools. */
export const doors: Readonly<Record<string, Door>> = Object.fromEntries(
  Object.entries(readManifest(root).exports).filter((entry): entry is [string, Door] => typeof entry[1] === 'object'),
);

/** Programs that start on their platform; everything else is a library. */
export const isProgram = (door: string): boolean => /^\.\/relay\/\w+$/.test(door);

/** The tarball that npm would publish. */
export async function pack(folder: string): Promise<string> {
  const { stdout } = await execute('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
    cwd: root,
  });
  return join(folder, stdout.trim());
}

/** Unpacks it where npm would; its dependencies, and theirs, are links to what is installed here. */
export async function install(tarball: string, project: string): Promise<void> {
  const modules = join(project, 'node_modules');
  await mkdir(modules, { recursive: true });
  await execute('tar', ['-xzf', tarball, '-C', modules]);
  await rename(join(modules, 'package'), join(modules, 'otp-verify'));

  const linked = new Set<string>();
  async function link(name: string): Promise<void> {
    const source = join(root, 'node_modules', name);
    if (linked.has(name) || !existsSync(source)) return;
    linked.add(name);
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(source, join(modules, name), 'junction');
    for (const needed of needs(readManifest(source))) await link(needed);
  }
  const manifest = readManifest(join(modules, 'otp-verify'));
  // Whoever has a peer, such as React, has its types.
  const peersTypes = Object.keys(manifest.peerDependencies ?? {}).map((name) => `@types/${name}`);
  for (const needed of [...needs(manifest), ...peersTypes]) await link(needed);
}

const needs = ({ dependencies, peerDependencies }: Manifest): readonly string[] =>
  Object.keys({ ...dependencies, ...peerDependencies });
