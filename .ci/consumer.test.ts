/**
 * The package in somebody else's project: packed, installed without network, compiled against, bundled, and used as
 * README.md and relay/proof.md say, by their own code.
 */
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { build as bundle } from 'esbuild';
import type { Hono } from 'hono';
import type { Browser } from 'playwright-core';
import { build as buildSite } from 'vite';
import { launchChromium } from '../demo/browser.ts';
import { doors, execute, install, isProgram, pack, root } from './install.ts';
import { findChromium } from './programs.ts';

const project = await mkdtemp(join(tmpdir(), 'otp-consumer-'));
after(() => rm(project, { recursive: true, force: true }));

/** The code of a document, by its language and a word that is in no other. */
async function codeOf(document: string, language: string, word: string): Promise<string> {
  const text = await readFile(join(root, document), 'utf8');
  const blocks = Array.from(
    text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms')),
    ([, code = '']) => code,
  );
  const code = blocks.find((block) => block.includes(word));
  assert.ok(code, `${document} has no ${language} with "${word}"`);
  return code;
}

const write = (name: string, text: string): Promise<void> => writeFile(join(project, name), text);
const specifier = (door: string): string => `otp-verify${door.slice(1)}`;

before(async () => {
  await cp(join(import.meta.dirname, 'consumer'), project, { recursive: true });
  await install(await pack(project), project);
  await write('package.json', '{ "type": "module", "private": true }');

  const library = await codeOf('README.md', 'ts', 'createRelay(');
  await write(
    'app.ts',
    `import { Hono } from 'hono';
import { apiKey, proofPrivateKey, relaySecret, serviceId } from './settings.ts';
export const app = new Hono();
${library}`,
  );
  await write(
    'backend.ts',
    `declare const form: { readonly phone_proof: string };
declare const session: { readonly otpNonce: string };
declare function signUp(phoneNumber: string | undefined): void;
${await codeOf('README.md', 'ts', 'verifyProof(')}`,
  );
  const check = await codeOf('relay/proof.md', 'ts', 'verifyProof(');
  await write('proof.ts', `declare const proof: string;\ndeclare const nonce: string | null;\n${check}`);
  await write('doors.ts', importAll(Object.keys(doors)));
  await write('server-doors.ts', importAll(Object.keys(doors).filter((door) => /^\.\/(?:relay|proof)/.test(door))));
});

const importAll = (names: readonly string[]): string =>
  [
    ...names.map((door, index) => `import * as door${index} from '${specifier(door)}';`),
    `export const doors: readonly object[] = [${names.map((_, index) => `door${index}`).join(', ')}];`,
  ].join('\n');

const compilers = [
  { name: 'TypeScript 7', path: join(root, 'node_modules/typescript/bin/tsc') },
  { name: 'TypeScript 5.9', path: join(root, '.ci/older/node_modules/typescript/bin/tsc') },
] as const;

/** What the compiler says of these files, with every declaration file checked, and nothing of this repository in reach. */
async function complaints(compiler: string, files: readonly string[], options: object): Promise<string> {
  const config = `tsconfig.${crypto.randomUUID()}.json`;
  const compilerOptions = {
    target: 'es2022',
    strict: true,
    skipLibCheck: false,
    noEmit: true,
    allowImportingTsExtensions: true,
    // Otherwise the links to what is installed here would lead to all that is.
    preserveSymlinks: true,
    types: [],
    ...options,
  };
  await write(config, JSON.stringify({ compilerOptions, files }));
  const said = (error: unknown): string => (error as { stdout?: string }).stdout || String(error);
  return execute(process.execPath, [compiler, '--project', config], { cwd: project }).then(() => '', said);
}

const bundler = { module: 'esnext', moduleResolution: 'bundler', exactOptionalPropertyTypes: true };
const nodenext = { module: 'nodenext', moduleResolution: 'nodenext', exactOptionalPropertyTypes: false };

for (const { name, path } of compilers) {
  describe(`the package's types, by ${name} without skipLibCheck`, { concurrency: 2 }, () => {
    for (const [how, options] of Object.entries({
      'as a bundler resolves, with exact optional properties': bundler,
      'as Node resolves, with loose optional properties': nodenext,
    })) {
      it(`need the DOM's at most, ${how}`, async () => {
        const files = ['doors.ts', 'page.ts', 'app.ts', 'backend.ts', 'proof.ts'];
        assert.equal(await complaints(path, files, { ...options, lib: ['ES2023', 'DOM', 'DOM.Iterable'] }), '');
      });
    }

    it("of the relay are content with Node's own", async () => {
      const options = { ...nodenext, lib: ['ES2023'], types: ['node'] };
      const typeRoots = [join(root, 'node_modules/@types')];
      assert.equal(await complaints(path, ['server-doors.ts'], { ...options, typeRoots }), '');
    });
  });
}

describe('the package on Cloudflare Workers', () => {
  it("fits Cloudflare's own types, with a relay of one's own and with the ready one", async () => {
    const environment = { ...process.env, WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' };
    const wrangler = join(root, 'node_modules/wrangler/bin/wrangler.js');
    const folder = join(project, 'worker');
    await execute(process.execPath, [wrangler, 'types', '--config', 'wrangler.jsonc'], {
      cwd: folder,
      env: environment,
    });
    const files = ['worker/index.ts', 'worker/ready.ts', 'worker/worker-configuration.d.ts'];
    for (const { path } of compilers) {
      assert.equal(await complaints(path, files, { ...bundler, lib: ['ES2023'] }), '');
    }
  });
});

describe('the package in a bundle', () => {
  /** Of which packages anything is left, where a project has no more than this line. */
  async function left(line: string, loader: 'js' | 'ts' = 'js'): Promise<readonly string[]> {
    const { metafile } = await bundle({
      stdin: { contents: line, resolveDir: project, loader },
      absWorkingDir: project,
      bundle: true,
      format: 'esm',
      platform: 'node',
      external: ['cloudflare:*'],
      preserveSymlinks: true,
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
    const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
    const names = inputs
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
    return [...new Set(names.filter((name) => name !== undefined))].toSorted();
  }

  it('leaves nothing of what is only a type', async () => {
    const line = "import type { RelayOptions } from 'otp-verify/relay'; export type Options = RelayOptions;";
    assert.deepEqual(await left(line, 'ts'), []);
  });

  it('leaves nothing of what is imported and not used, but the element’s registration', async () => {
    for (const door of Object.keys(doors).filter((name) => !isProgram(name))) {
      const found = await left(`import * as door from '${specifier(door)}';`);
      if (door === '.') assert.ok(found.includes('otp-verify'));
      else assert.deepEqual(found, [], door);
    }
  });

  it('leaves of "verifyProof" no server framework, of an error class no relay, of a provider nothing else', async () => {
    assert.deepEqual(await left("export { verifyProof } from 'otp-verify/proof';"), ['jose', 'otp-verify']);
    assert.deepEqual(await left("export { StoreUnavailableError } from 'otp-verify/relay';"), ['otp-verify']);
    assert.deepEqual(await left("export { wavix } from 'otp-verify/relay/providers/wavix';"), ['otp-verify']);
  });
});

describe('the package on a server', () => {
  it('is imported through every door, leaves no window and document behind, and keeps nothing running', async () => {
    const libraries = Object.keys(doors).filter((door) => !isProgram(door) && door !== './relay/stores/durable-object');
    const program = `
      for (const door of ${JSON.stringify([...libraries, './relay/node'].map(specifier))}) await import(door);
      console.log(typeof window, typeof document);`;
    const args = ['--input-type=module', '--eval', program];
    const { stdout, stderr } = await execute(process.execPath, args, { cwd: project, timeout: 10_000 });
    assert.deepEqual({ stdout, stderr }, { stdout: 'undefined undefined\n', stderr: '' });
  });
});

const skip = !findChromium() && !process.env['CI'] && 'Chromium is not installed';

describe('the package as README.md says', { skip }, () => {
  let browser: Browser;
  let server: ReturnType<typeof serve>;
  let origin: string;

  before(async () => {
    const tag = (await codeOf('README.md', 'html', '<otp-verify relay=')).replace(/relay="[^"]*"/, 'relay="/otp"');
    const page = (script: string): string => tag.replace(/src="[^"]*otp-verify\.js"/, `src="${script}"`);
    await write('script-tag.html', page('/node_modules/otp-verify/dist/otp-verify.js'));
    await write('index.html', page('/page.ts'));
    await buildSite({ root: project, base: '/site/', build: { outDir: 'site' }, configFile: false, logLevel: 'error' });

    const { app } = (await import(pathToFileURL(join(project, 'app.ts')).href)) as { app: Hono };
    app.get('*', serveStatic({ root: relative(process.cwd(), project) }));
    server = await new Promise((resolve) => {
      const listening = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(listening));
    });
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launchChromium();
  });

  after(async () => {
    await browser.close();
    server.close();
  });

  it('has its relay within an app, below a path', async () => {
    const answer = await fetch(`${origin}/otp/config`);
    assert.equal(answer.status, 200);
    const { countries } = (await answer.json()) as { countries: readonly string[] };
    assert.deepEqual(countries, ['LV', 'NO']);
    assert.equal((await fetch(`${origin}/otp/health`)).status, 200);
  });

  for (const [how, path] of [
    ['by a script tag', '/script-tag.html'],
    ['by Vite', '/site/index.html'],
  ] as const) {
    it(`shows the element ${how}, and it finds the relay`, async () => {
      const page = await browser.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('requestfailed', (request) => faults.push(request.url()));
      const asked = page.waitForResponse(`${origin}/otp/config`);
      await page.goto(`${origin}${path}`);
      assert.equal((await asked).status(), 200);
      await page.locator('otp-verify').getByRole('textbox').waitFor();
      assert.ok(await page.evaluate(() => customElements.get('otp-verify') !== undefined));
      assert.deepEqual(faults, []);
      await page.close();
    });
  }
});
