/** Finds the programs that the tests drive, browsers above all, and installs with apt those that are missing. */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** All of these programs that are on the PATH, in this order. */
function programs(...names: readonly string[]): readonly string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).filter((path) => existsSync(path));
}

/** The first of these programs that is on the PATH. */
export const findProgram = (...names: readonly string[]): string | undefined => programs(...names)[0];

export const findChromium = (): string | undefined => findProgram('chromium', 'chromium-browser', 'google-chrome');

export const findFirefox = (): string | undefined => findProgram('firefox-esr', 'firefox');

/** WebKitGTK's small browser, what drives it, and the display that it wants. */
export function findWebKit():
  | { readonly browser: string; readonly driver: string; readonly display: string }
  | undefined {
  const driver = findProgram('WebKitWebDriver');
  const display = findProgram('Xvfb');
  const [browser] = globSync('/usr/{lib,libexec}/{*/,}webkit2gtk-4.1/MiniBrowser');
  return driver && display && browser ? { browser, driver, display } : undefined;
}

const engines = [
  { name: 'Chromium', find: findChromium, packages: ['chromium'] },
  { name: 'Firefox', find: findFirefox, packages: ['firefox-esr'] },
  { name: 'WebKit', find: findWebKit, packages: ['webkit2gtk-driver', 'xvfb'] },
] as const;

/** A Python that has PyJWT, and what it needs for ES256. */
export const findPython = (): string | undefined =>
  programs('python3').find((path) => succeeds(path, '-c', 'import jwt, cryptography'));

/** A Ruby that has ruby-jwt. */
export const findRuby = (): string | undefined =>
  programs('ruby').find((path) => succeeds(path, '-e', "require 'jwt'"));

const findRedis = (): string | undefined => findProgram('redis-server', 'valkey-server');

const all = [
  ...engines,
  { name: 'Redis', find: findRedis, packages: ['redis-server'] },
  { name: 'Python with PyJWT', find: findPython, packages: ['python3', 'python3-jwt', 'python3-cryptography'] },
  { name: 'Ruby with ruby-jwt', find: findRuby, packages: ['ruby', 'ruby-jwt'] },
] as const;

export function missingEngines(): readonly string[] {
  return engines.filter(({ find }) => !find()).map(({ name }) => name);
}

/** Installs what is missing, where there is apt, and says what is missing still. */
export function bringPrograms(): void {
  const packages = all.filter(({ find }) => !find()).flatMap((program) => program.packages);
  if (packages.length > 0 && findProgram('apt-get')) {
    console.log(`Installing ${packages.join(', ')}`);
    if (apt('update', '--quiet')) apt('install', '--quiet', '--yes', '--no-install-recommends', ...packages);
  }
  const missing = all.filter(({ find }) => !find()).map(({ name }) => name);
  if (missing.length > 0) console.log(`Not installed, so not tested: ${missing.join(', ')}`);
}

function succeeds(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

function apt(...args: readonly string[]): boolean {
  const command = ['apt-get', ...args];
  if (process.getuid?.() !== 0) command.unshift('sudo');
  const [program = '', ...rest] = command;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(program, rest, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
}
