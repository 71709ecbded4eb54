import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createTestHarness } from 'wrangler';
import { RELAY_URL } from '../../demo/simulators/relay-fixture.ts';
import { wireSuite } from './suite.ts';

process.env['CLOUDFLARE_CF_FETCH_ENABLED'] = 'false';
process.env['WRANGLER_SEND_METRICS'] = 'false';

/** A Worker as it is deployed: by its own wrangler.jsonc, which asks for no Node compatibility. */
const harnessOf = (vars: Readonly<Record<string, string>>): ReturnType<typeof createTestHarness> =>
  createTestHarness({ workers: [{ configPath: fileURLToPath(new URL('../wrangler.jsonc', import.meta.url)), vars }] });

wireSuite('workerd, counting in Durable Objects', {
  // What the harness lets out goes through Node, and comes back as a 500 where nobody listens.
  tellsRefused: false,
  async open(environment) {
    const harness = harnessOf(environment);
    await harness.listen();
    return {
      async send(path, { method = 'GET', headers, body }, address) {
        const withAddress = { ...(headers as Record<string, string>), 'CF-Connecting-IP': address };
        const sent = { method, headers: withAddress, ...(typeof body === 'string' && { body }) };
        return (await harness.fetch(path, sent)) as unknown as Response;
      },
      output: () =>
        harness
          .getLogs()
          .map(({ message }) => message)
          .join('\n'),
      close: () => harness.close(),
    };
  },
});

describe('the relay on workerd', () => {
  it('answers 500 while its configuration is wrong, and says why in its log alone', async () => {
    const harness = harnessOf({ PUBLIC_URL: RELAY_URL });
    await harness.listen();
    const response = await harness.fetch('/health');
    assert.equal(response.status, 500);
    assert.match(await response.text(), /its log says what is missing/);
    assert.match(JSON.stringify(harness.getLogs()), /RELAY_SECRET is missing/);
    await harness.close();
  });
});
