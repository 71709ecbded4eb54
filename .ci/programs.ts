/** Finds the programs that the tests drive, browsers above all, and installs with apt those that are missing. */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first of these programs that is on the PATH. */
function findProgram(...names: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

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

const findRedis = (): string | undefined => findProgram('redis-server', 'valkey-server');

const all = [...engines, { name: 'Redis', find: findRedis, packages: ['redis-server'] }] as const;

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

function apt(...args: readonly string[]): boolean {
  const command = ['apt-get', ...args];
  if (process.getuid?.() !== 0) command.unshift('sudo');
  const [program = '', ...rest] = command;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(program, rest, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
}
