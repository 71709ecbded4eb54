/** The package as others get it: its doors, that each opens, and what comes in through each. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { build } from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { ADMIN_TOKEN, API_KEY, PROOF_KEY, RECIPIENT, SERVER_SECRET } from '../demo/simulators/relay-fixture.ts';
import { defaultService } from '../demo/simulators/wavix.ts';
import { doors, execute, isProgram, pack, readManifest, root } from './install.ts';
import type { Door } from './install.ts';

/** All packages that an import of the door brings with it. */
async function packagesOf(door: Door): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [join(root, door.default)],
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    external: ['cloudflare:*', '../../demo/*'],
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const names = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  const packages = names
    .filter((name) => !name.startsWith('node:') && !name.startsWith('.'))
    .map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
  return [...new Set(packages)].toSorted();
}

const WIDGET = ['libphonenumber-js', 'lit'];

/** The doors of contract/package.md, and what each may bring: nobody gets what they did not choose. */
const BRINGS: Readonly<Record<string, readonly string[]>> = {
  '.': WIDGET,
  './element': WIDGET,
  './react': [...WIDGET, 'react'],
  './proof': ['jose'],
  './relay': ['hono', 'jose', 'libphonenumber-js', 'zod'],
  './relay/providers/wavix': [],
  './relay/providers/wayscloud': [],
  './relay/providers/textmagic': [],
  './relay/providers/infobip': [],
  './relay/providers/failover': [],
  './relay/stores/memory': [],
  './relay/stores/redis': ['@redis/client'],
  './relay/stores/upstash': ['@upstash/redis'],
  './relay/stores/durable-object': ['cloudflare:workers'],
  './relay/challenges/altcha': ['altcha-lib'],
  './relay/challenges/siteverify': [],
  './relay/events/webhook': ['standardwebhooks'],
};

const PROGRAMS = ['node', 'cloudflare', 'deno', 'bun', 'vercel', 'lambda'].map((name) => `./relay/${name}`);

/** What must be in nothing that is built: the simulator's account, and those of the tests. */
const SECRETS = [API_KEY, SERVER_SECRET, ADMIN_TOKEN, defaultService.id, RECIPIENT.slice(1), String(PROOF_KEY.d)];

describe('the package', () => {
  it('has no key, service, secret or number in any file that is built', () => {
    const built = readdirSync(`${root}/dist`, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.[cm]?js$/.test(name),
    );
    assert.ok(built.length > 30);
    for (const name of built) {
      const text = readFileSync(`${root}/dist/${name}`, 'utf8');
      for (const secret of SECRETS) assert.ok(!text.includes(secret), `dist/${name} has "${secret}"`);
    }
  });

  it('has the doors of the contract and no other, and files for tools', () => {
    const contract = [...Object.keys(BRINGS), ...PROGRAMS];
    assert.deepEqual(
      contract.filter((name) => !doors[name]),
      [],
    );
    for (const [name, target] of Object.entries(readManifest(root).exports)) {
      if (typeof target === 'string') assert.ok(existsSync(join(root, target)), target);
      else assert.ok(contract.includes(name), name);
    }
  });

  for (const [name, door] of Object.entries(doors)) {
    it(`opens "${name}", with types, and brings only what it is made of`, async () => {
      assert.ok(existsSync(join(root, door.types)), door.types);
      const packages = await packagesOf(door);
      if (isProgram(name)) {
        // Ready for its platform, with all that the platform needs: of the relay.
        const relays = packages.filter((brought) => !['lit', 'react'].includes(brought));
        assert.deepEqual(packages, relays);
        return;
      }
      assert.deepEqual(packages, BRINGS[name]);
      if (packages.includes('cloudflare:workers')) return;
      const module = (await import(join(root, door.default))) as object;
      assert.ok(Object.keys(module).length > 0);
    });
  }

  it('lets the widget be imported on a server, and twice', async () => {
    const path = join(root, doors['.']?.default ?? '');
    const first = (await import(path)) as { OtpVerify: unknown };
    const second = (await import(`${path}?again`)) as { OtpVerify: unknown };
    assert.equal(typeof first.OtpVerify, 'function');
    assert.equal(typeof second.OtpVerify, 'function');
    assert.equal(typeof globalThis.window, 'undefined');
  });
});

describe('the tarball', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'otp-package-'));
  after(() => rm(folder, { recursive: true, force: true }));
  const tarball = await pack(folder);

  it('has what is built, and nothing that is for tests', async () => {
    const { stdout } = await execute('tar', ['-tzf', tarball]);
    const names = stdout
      .trim()
      .split('\n')
      .map((name) => name.replace('package/', ''));
    assert.deepEqual(names.filter((name) => !name.startsWith('dist/')).toSorted(), [
      'LICENSE',
      'README.md',
      'package.json',
    ]);
    assert.deepEqual(
      names.filter((name) => /\.(?:test|worker)\.|\/suite\.|\.tsbuildinfo$|\.map$/.test(name)),
      [],
    );
  });

  it('is right by publint, down to its suggestions', async () => {
    const { buffer } = new Uint8Array(await readFile(tarball));
    const { messages } = await publint({ pack: { tarball: buffer }, strict: true });
    const manifest = readManifest(root);
    assert.deepEqual(
      messages.map((message) => formatMessage(message, manifest)),
      [],
    );
  });

  it('has types that are right by "Are the types wrong?"', async () => {
    const program = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
    const options = ['--profile', 'esm-only', '--no-definitely-typed', '--format', 'ascii'];
    const args = [program, tarball, ...options, '--entrypoints', ...Object.keys(doors)];
    const said = await execute(process.execPath, args).then(
      () => '',
      (error: { readonly stdout: string }) => error.stdout,
    );
    assert.equal(said, '');
  });
});
