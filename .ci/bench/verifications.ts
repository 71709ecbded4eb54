/** Starts real verifications on a store, without a network: what they leave in it is then measured. */
import { API_KEY, PAGE, PROOF_KEY, RELAY_URL } from '../../demo/simulators/relay-fixture.ts';
import { createRelay } from '../../relay/index.ts';
import { wavix } from '../../relay/providers/wavix.ts';
import type { Store } from '../../relay/stores/store.ts';
import { newStart } from './contenders.ts';

const STARTED = JSON.stringify({ success: true, session_id: '3f2b8c1e6d1a4a529f3c0a1b2c3d4e5f' });

/** A function that starts one more, each for somebody else, under the default limits and a ceiling of a million an hour. */
export async function filler(store: Store): Promise<(person: number) => Promise<void>> {
  const relay = createRelay({
    publicUrl: RELAY_URL,
    relaySecret: 'relay-secret-of-at-least-thirty-two-bytes',
    proofPrivateKey: PROOF_KEY,
    allowedOrigins: PAGE,
    allowedCountries: 'all',
    limitSendsTotal: '1000000/1h',
    limitCountryConversion: '1%/100000000/1h',
    client: (request) => ({ address: request.headers.get('X-Forwarded-For') ?? undefined }),
    provider: wavix({ apiKey: API_KEY, serviceId: 'service', fetch: async () => new Response(STARTED) }),
    store,
  });
  await relay.ready();
  return async () => {
    const { path, method, headers, body } = newStart();
    const response = await relay.request(path, {
      method,
      headers: { ...headers, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body }),
    });
    if (response.status !== 201) throw new Error(await response.text());
    await response.text();
  };
}
