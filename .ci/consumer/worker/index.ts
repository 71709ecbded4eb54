/** A Worker of somebody's own, counted in the package's Durable Objects. */
/* oxlint-disable -- of another project: consumer.test.ts checks it there */
import { Hono } from 'hono';
import { createRelay } from 'otp-verify/relay';
import { wavix } from 'otp-verify/relay/providers/wavix';
import { durableObjects } from 'otp-verify/relay/stores/durable-object';
import { apiKey, proofPrivateKey, relaySecret, serviceId } from '../settings.ts';

export { Counters } from 'otp-verify/relay/stores/durable-object';

export default {
  fetch(request, env, context) {
    const relay = createRelay({
      publicUrl: 'https://shop.example/otp',
      relaySecret,
      proofPrivateKey,
      allowedCountries: 'LV,NO',
      provider: wavix({ apiKey, serviceId }),
      store: durableObjects(env.COUNTERS),
    });
    return new Hono().route('/otp', relay).fetch(request, env, context);
  },
} satisfies ExportedHandler<Env>;
