import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

test('`npm start` says where the demo is, and leaves nothing behind when it is stopped', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'otp-start-'));
  const entry = fileURLToPath(new URL('start.ts', import.meta.url));
  const demo = spawn(process.execPath, [entry], { env: { ...process.env, PORT: '0', TMPDIR: folder } });
  try {
    const [said] = (await once(demo.stdout, 'data')) as [Buffer];
    const [, origin = ''] = /^The demo is at (http:\/\/localhost:\d+)\n$/.exec(said.toString()) ?? [];
    assert.equal((await fetch(origin)).status, 200);
    assert.equal(readdirSync(folder).length, 1);
    const ended = once(demo, 'exit');
    demo.kill('SIGINT');
    assert.deepEqual(await ended, [0, null]);
    assert.deepEqual(readdirSync(folder), []);
  } finally {
    demo.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  }
});
