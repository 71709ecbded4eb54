/**
 * Runs the code of `proof.md`, as it stands there, against a real relay's proofs and its key set over HTTP. PHP's and Go's
 * libraries are in no place where the tests could get them: name yours to run them too, by `PHP_JWT` (php-jwt's
 * `vendor/autoload.php`) and `GO_JWT` (a folder whose `go.mod` requires golang-jwt and keyfunc).
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { serve } from '@hono/node-server';
import { SignJWT, decodeJwt, exportJWK, exportSPKI, generateKeyPair, importJWK } from 'jose';
import { findProgram, findPython, findRuby } from '../.ci/programs.ts';
import { PAGE, PROOF_KEY, RECIPIENT, RELAY_URL, relayUnderTest } from '../demo/simulators/relay-fixture.ts';
import { createProofSigner } from './proof.ts';

const server = serve({ fetch: (request) => relay.relay.fetch(request), hostname: '127.0.0.1', port: 0 });
await once(server, 'listening');
const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const relay = relayUnderTest({ relay: { publicUrl: issuer, now: Date.now } });
const folder = await mkdtemp(join(tmpdir(), 'otp-proof-'));
const document = await readFile(join(import.meta.dirname, 'proof.md'), 'utf8');

after(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

/** The proof that a page gets, having verified a number. */
async function proofOfPage(): Promise<string> {
  const { body } = await relay.start({ nonce: 'n' });
  const { proof } = (await relay.check(body.handle, relay.code())).body;
  assert.ok(proof);
  return proof;
}

/** What a backend may be given: proofs to take, and those to refuse, each wrong in one thing only. */
async function proofs(): Promise<Readonly<Record<'good' | 'bad', Readonly<Record<string, string>>>>> {
  const good = await proofOfPage();
  const now = Math.floor(Date.now() / 1000);
  const facts = {
    id: 'id',
    recipient: RECIPIENT,
    audience: PAGE,
    nonce: 'n',
    channel: 'sms',
    verifiedAt: now,
  } as const;
  const signer = await createProofSigner([PROOF_KEY], issuer, 900);
  const elsewhere = await createProofSigner([PROOF_KEY], RELAY_URL, 900);
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const stranger = await createProofSigner([await exportJWK(privateKey)], issuer, 900);

  const { kid = '' } = signer.keySet.keys[0] ?? {};
  const header = { alg: 'ES256', typ: 'otp-proof+jwt', kid };
  const claims = decodeJwt(good);
  const key = await importJWK(PROOF_KEY, 'ES256');
  const published = await importJWK({ ...signer.keySet.keys[0], alg: 'ES256' }, 'ES256', { extractable: true });
  const secret = new TextEncoder().encode(await exportSPKI(published as CryptoKey));
  const content = good.slice(0, good.lastIndexOf('.'));
  const unsigned = `${Buffer.from('{"alg":"none","typ":"otp-proof+jwt"}').toString('base64url')}.${good.split('.')[1]}.`;
  const { exp: _, ...endless } = claims;
  const { nonce: __, ...unbound } = claims;

  return {
    good: {
      'the page’s own': good,
      'by a clock that is three seconds ahead': await signer.sign({ ...facts, verifiedAt: now + 3 }),
    },
    bad: {
      'another nonce': await signer.sign({ ...facts, nonce: 'other' }),
      'no nonce': await new SignJWT(unbound).setProtectedHeader(header).sign(key),
      'another page': await signer.sign({ ...facts, audience: 'https://evil.example' }),
      'another relay': await elsewhere.sign(facts),
      'over since a minute': await signer.sign({ ...facts, verifiedAt: now - 960 }),
      'never over': await new SignJWT(endless).setProtectedHeader(header).sign(key),
      'another type of token': await new SignJWT(claims).setProtectedHeader({ ...header, typ: 'JWT' }).sign(key),
      'another key': await stranger.sign(facts),
      'another key by the name of the right one': await new SignJWT(claims).setProtectedHeader(header).sign(privateKey),
      'the signature of another proof': `${content}.${(await signer.sign(facts)).split('.')[2]}`,
      'no signature': unsigned,
      'the public key as a secret': await new SignJWT(claims)
        .setProtectedHeader({ ...header, alg: 'HS256' })
        .sign(secret),
    },
  };
}

type Language = {
  readonly name: string;
  /** As its code begins in the document: ```` ```tag ````. */
  readonly tag: string;
  readonly file: string;
  /** Has the library; `undefined` where it is not installed. */
  readonly program: string | undefined;
  readonly args?: readonly string[];
  readonly cwd?: string | undefined;
  /** Around the document's code: reads `[proof, nonce]` pairs from standard input, and writes for each who it is. */
  readonly frame: (code: string) => string;
};

const verifyProofModule = new URL('verify-proof.ts', import.meta.url).href;
const { PHP_JWT: phpLibrary, GO_JWT: goModule } = process.env;

const languages: readonly Language[] = [
  {
    name: 'JavaScript',
    tag: 'ts',
    file: 'proof.ts',
    program: process.execPath,
    frame: (code) => `${code.replace(/^(?!import).*/gm, '').replace('otp-verify/proof', verifyProofModule)}
      import { json } from 'node:stream/consumers';
      async function outcome([proof, nonce]) {
        try {
          ${code.replace(/^import.*/gm, '')}
          return result.claims.phoneNumber;
        } catch { return 'refused'; }
      }
      console.log(JSON.stringify(await Promise.all((await json(process.stdin)).map(outcome))));`,
  },
  {
    name: 'Python',
    tag: 'python',
    file: 'proof.py',
    program: findPython(),
    frame: (code) => `${code}
import json, sys
def outcome(proof, nonce):
    try: return verify_proof(proof, nonce)["phone_number"]
    except jwt.PyJWTError: return "refused"
print(json.dumps([outcome(*pair) for pair in json.load(sys.stdin)]))`,
  },
  {
    name: 'Ruby',
    tag: 'ruby',
    file: 'proof.rb',
    program: findRuby(),
    frame: (code) => `${code}
      puts JSON.generate(JSON.parse($stdin.read).map do |pair|
        verify_proof(*pair)['phone_number']
      rescue JWT::DecodeError
        'refused'
      end)`,
  },
  {
    name: 'PHP',
    tag: 'php',
    file: 'proof.php',
    program: phpLibrary && findProgram('php'),
    frame: (code) => `<?php
      ${code.replace(';', `;\nrequire '${phpLibrary ?? ''}';`)}
      $outcome = function ($pair) {
        try { return verifyProof(...$pair)->phone_number; } catch (Exception) { return 'refused'; }
      };
      echo json_encode(array_map($outcome, json_decode(stream_get_contents(STDIN))));`,
  },
  {
    name: 'Go',
    tag: 'go',
    file: 'proof.go',
    program: goModule && findProgram('go'),
    args: ['run'],
    cwd: goModule,
    frame: (code) => `package main
      ${code.replace('import (', 'import (\n"encoding/json"\n"os"')}
      func main() {
        var pairs [][2]string
        _ = json.NewDecoder(os.Stdin).Decode(&pairs)
        keys, err := keyfunc.NewDefault([]string{"${issuer}/.well-known/jwks.json"})
        if err != nil { panic(err) }
        outcomes := []any{}
        for _, pair := range pairs {
          claims, err := verifyProof(keys, pair[0], pair[1])
          if err != nil { outcomes = append(outcomes, "refused") } else { outcomes = append(outcomes, claims["phone_number"]) }
        }
        _ = json.NewEncoder(os.Stdout).Encode(outcomes)
      }`,
  },
];

/** What the document's code in a language says of each proof, with the nonce `n`. */
async function judge(language: Language, given: readonly string[]): Promise<readonly string[]> {
  const { tag, file, program = '', args = [], cwd, frame } = language;
  const code = new RegExp(`^\`\`\`${tag}\n(.*?)^\`\`\``, 'ms').exec(document)?.[1];
  assert.ok(code, `proof.md has no code in ${language.name}`);
  const path = join(folder, file);
  await writeFile(path, frame(code).replaceAll(RELAY_URL, issuer).replaceAll('https://shop.example', PAGE));
  const running = promisify(execFile)(program, [...args, path], { cwd, timeout: 60_000 });
  running.child.stdin?.end(JSON.stringify(given.map((proof) => [proof, 'n'])));
  return JSON.parse((await running).stdout) as readonly string[];
}

describe('the code of proof.md', async () => {
  const { good, bad } = await proofs();
  const expected = [
    ...Object.keys(good).map((name) => [name, RECIPIENT]),
    ...Object.keys(bad).map((name) => [name, 'refused']),
  ];

  for (const language of languages) {
    const mustRun = Boolean(process.env['CI']) && (language.tag === 'python' || language.tag === 'ruby');
    const skip = !language.program && !mustRun && `${language.name} with its JWT library is not installed`;
    it(`takes a good proof in ${language.name}, and no other`, { skip }, async () => {
      const outcomes = await judge(language, [...Object.values(good), ...Object.values(bad)]);
      assert.deepEqual(
        expected.map(([name], index) => [name, outcomes[index]]),
        expected,
      );
    });
  }
});
