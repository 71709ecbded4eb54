import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, it } from 'node:test';
import { parseEnv } from 'node:util';
import { PAGE, RELAY_URL, relayUnderTest } from '../../demo/simulators/relay-fixture.ts';
import type { RelayUnderTest } from '../../demo/simulators/relay-fixture.ts';
import type { Store } from '../stores/store.ts';
import { memory } from '../stores/memory.ts';
import { verifyProof } from '../verify-proof.ts';

const program = resolve('relay/runtimes/keys.ts');
const folder = mkdtempSync(join(tmpdir(), 'otp-keys-'));
after(() => rmSync(folder, { recursive: true }));

type Keys = Readonly<Record<string, string>>;

/** What the command prints becomes the `.env` that it is run on next. */
function run(...args: readonly string[]): Keys {
  const output = execFileSync(process.execPath, [program, ...args], {
    cwd: folder,
    env: {},
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  writeFileSync(join(folder, '.env'), output);
  return parseEnv(output) as Keys;
}

function relayWith(keys: Keys, store: Store): RelayUnderTest {
  const { RELAY_SECRET: relaySecret, PROOF_PRIVATE_KEY: proofPrivateKey } = keys;
  return relayUnderTest({
    store: () => store,
    relay: { now: Date.now, relaySecret, proofPrivateKey, limitSendsPerRecipient: '1/1h' },
  });
}

/** Whether a host that asks `publishing` for its keys accepts a proof. */
async function accepts(publishing: RelayUnderTest, proof: string | undefined): Promise<string> {
  const result = await verifyProof(proof ?? '', {
    issuer: RELAY_URL,
    audience: PAGE,
    nonce: null,
    fetch: async (input) => publishing.relay.request(new Request(input).url.replace(RELAY_URL, '')),
  });
  return result.ok ? 'accepted' : result.reason;
}

describe('npm run keys', () => {
  it('makes all that a production .env needs, different each time', () => {
    const names = ['ADMIN_TOKEN', 'PROOF_PRIVATE_KEY', 'RELAY_SECRET', 'SERVER_SECRET'];
    const [one, other] = [run(), run()];
    assert.deepEqual(Object.keys(one).sort(), names);
    for (const name of names) assert.notEqual(one[name], other[name]);
  });

  it('rotates without a gap: handles, limits and proofs of before hold after each step', async () => {
    const store = memory();
    const before = relayWith(run(), store);
    const { body } = await before.start();
    const published = relayWith(run('--rotate'), store);
    const signing = relayWith(run('--rotate'), store);

    // Both relays have simulators of their own: the one that was asked for the code must be asked about it.
    const code = before.code();
    for (const relay of [published, signing]) {
      assert.equal((await relay.read(body.handle)).body.status, 'pending');
      assert.equal((await relay.start()).status, 429, 'the limit of the number still holds');
    }
    const { proof } = (await before.check(body.handle, code)).body;
    assert.equal((await signing.read(body.handle)).body.proof, proof);
    for (const relay of [before, published, signing]) assert.equal(await accepts(relay, proof), 'accepted');

    const later = await signing.start({ to: '+37128782932' });
    const fresh = (await signing.check(later.body.handle, signing.code())).body.proof;
    assert.equal(await accepts(published, fresh), 'accepted', 'the key was published before it signed');
    assert.equal(await accepts(signing, fresh), 'accepted');
    assert.equal(await accepts(before, fresh), 'bad_signature');
  });

  it('says in one line what is missing for a rotation', () => {
    const empty = mkdtempSync(join(tmpdir(), 'otp-keys-'));
    try {
      assert.throws(
        () => execFileSync(process.execPath, [program, '--rotate'], { cwd: empty, env: {}, stdio: 'pipe' }),
        ({ stderr }: { stderr: Buffer }) =>
          stderr.toString() === 'RELAY_SECRET and PROOF_PRIVATE_KEY must be in the environment, or in .env\n',
      );
    } finally {
      rmSync(empty, { recursive: true });
    }
  });
});
