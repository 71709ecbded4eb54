/** The package as others get it: its doors, that each opens, and what comes in through each. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'node:test';
import { build } from 'esbuild';
import { ADMIN_TOKEN, API_KEY, PROOF_KEY, RECIPIENT, SERVER_SECRET } from '../demo/simulators/relay-fixture.ts';
import { defaultService } from '../demo/simulators/wavix.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

type Door = { readonly types: string; readonly default: string };
const { exports: doors } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as {
  exports: Record<string, Door>;
};

/** All packages that an import of the door brings with it. */
async function packagesOf(door: Door): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [`${root}/${door.default}`],
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    external: ['cloudflare:*'],
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const names = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  const packages = names
    .filter((name) => !name.startsWith('node:'))
    .map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
  return [...new Set(packages)].toSorted();
}

/** What each door may bring: nobody gets what they did not choose. */
const BRINGS: Readonly<Record<string, readonly string[]>> = {
  '.': ['libphonenumber-js', 'lit'],
  './element': ['libphonenumber-js', 'lit'],
  './proof': ['jose'],
  './relay': ['hono', 'jose', 'libphonenumber-js', 'zod'],
  './relay/node': [],
  './relay/cloudflare': ['cloudflare:workers'],
  './relay/providers/wavix': [],
  './relay/stores/memory': [],
  './relay/stores/redis': ['@redis/client'],
  './relay/stores/upstash': ['@upstash/redis'],
  './relay/stores/durable-object': ['cloudflare:workers'],
  './relay/challenges/altcha': ['altcha-lib'],
  './relay/challenges/siteverify': [],
};

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

  it('has these doors and no other', () => {
    assert.deepEqual(Object.keys(doors), Object.keys(BRINGS));
  });

  for (const [name, door] of Object.entries(doors)) {
    it(`opens "${name}", with types, and brings only what it is made of`, async () => {
      assert.ok(existsSync(`${root}/${door.types}`), door.types);
      // The relay for Node is one file with everything inside.
      if (name !== './relay/node') assert.deepEqual(await packagesOf(door), BRINGS[name]);
      if (BRINGS[name]?.includes('cloudflare:workers')) return;
      const module = (await import(`${root}/${door.default}`)) as object;
      assert.ok(Object.keys(module).length > 0);
    });
  }

  it('lets the widget be imported on a server, and twice', async () => {
    const path = `${root}/${doors['.']?.default ?? ''}`;
    const first = (await import(path)) as { OtpVerify: unknown };
    const second = (await import(`${path}?again`)) as { OtpVerify: unknown };
    assert.equal(typeof first.OtpVerify, 'function');
    assert.equal(typeof second.OtpVerify, 'function');
    assert.equal(typeof globalThis.window, 'undefined');
  });
});
