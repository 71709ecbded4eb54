import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { Redis } from '@upstash/redis';
import { startRedisServer } from './redis-server.ts';
import { serveUpstash } from './upstash.ts';

const server = await startRedisServer();
const { url, token, stop } = await serveUpstash(server.url);

after(async () => {
  await stop();
  await server.stop();
});

describe('the Upstash simulator', () => {
  const client = new Redis({ url, token, enableTelemetry: false, retry: { retries: 0 } });

  it("answers Upstash's own client, text in base64 and as it is", async () => {
    await client.set('name', 'Rīga');
    assert.equal(await client.get('name'), 'Rīga');
    const plain = new Redis({ url, token, responseEncoding: false, enableTelemetry: false });
    assert.equal(await plain.get('name'), 'Rīga');
  });

  it('carries out a pipeline, and tells the fault of one command in its place', async () => {
    const answers = await client.pipeline().set('text', 'one').incr('text').get('text').exec({ keepErrors: true });
    assert.deepEqual(
      answers.map(({ error }) => error !== undefined),
      [false, true, false],
    );
  });

  it('carries out a transaction', async () => {
    assert.deepEqual(await client.multi().set('count', 1).incr('count').exec(), ['OK', 2]);
  });

  it('tells a wrong command, and a wrong token', async () => {
    await assert.rejects(client.exec(['NONSENSE']), /unknown command/);
    const stranger = new Redis({ url, token: 'wrong', enableTelemetry: false, retry: { retries: 0 } });
    await assert.rejects(stranger.get('name'), /Unauthorized/);
  });
});
