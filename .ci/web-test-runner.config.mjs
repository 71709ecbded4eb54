/** Runs `*.browser.test.ts` in Chromium, Firefox and WebKit, as far as they are installed; with CI set, all three must be. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { webdriverLauncher } from '@web/test-runner-webdriver';
import * as puppeteer from 'puppeteer-core';
import { findChromium, findFirefox, findWebKit } from './programs.ts';
import { startWebKitDriver } from './webkit.ts';

const rootDir = fileURLToPath(new URL('..', import.meta.url));

/** Its sandbox needs rights that a container's root does not have. MojoJS lets a test play the phone behind WebOTP. */
function chromium() {
  const executablePath = findChromium();
  if (!executablePath) return undefined;
  const args = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
  args.push('--disable-component-update', '--disable-sync', '--enable-blink-features=MojoJS,MojoJSTest');
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  return chromeLauncher({ launchOptions: { executablePath, args } });
}

/** The Chrome launcher drives Firefox as well, through puppeteer and WebDriver BiDi. */
function firefox() {
  const executablePath = findFirefox();
  return executablePath && chromeLauncher({ puppeteer, launchOptions: { browser: 'firefox', executablePath } });
}

async function webkit() {
  const programs = findWebKit();
  if (!programs) return undefined;
  return webdriverLauncher({
    hostname: '127.0.0.1',
    port: await startWebKitDriver(programs),
    path: '/',
    capabilities: {
      browserName: 'MiniBrowser',
      'wdio:enforceWebDriverClassic': true,
      'webkitgtk:browserOptions': { binary: programs.browser, args: ['--automation'] },
    },
  });
}

const browsers = [chromium(), firefox(), await webkit()].filter(Boolean);
if (browsers.length < 3 && process.env.CI) throw new Error('Chromium, Firefox and WebKit must all be installed');

export default {
  rootDir,
  files: [join(rootDir, 'widget/**/*.browser.test.ts')],
  nodeResolve: true,
  browsers,
  // Two pages at once in one browser take the focus from each other.
  concurrency: 1,
  concurrentBrowsers: 3,
  testFramework: { config: { timeout: 15_000 } },
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 300_000,
  plugins: [esbuildPlugin({ ts: true, tsconfig: join(rootDir, 'widget/tsconfig.json'), target: 'es2022' })],
  // The readable errors of Lit's development build are wanted, its greeting is not.
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  reporters: [defaultReporter({ reportTestProgress: process.stdout.isTTY })],
};
