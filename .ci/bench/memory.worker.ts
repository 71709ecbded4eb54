/** The relay on workerd with counters in memory, so that it can be told what the Durable Objects cost. */
import { startLazily, startRelay } from '../../relay/runtimes/start.ts';
import type { Environment } from '../../relay/runtimes/config.ts';
import type { Handler } from '../../relay/runtimes/start.ts';
import { memory } from '../../relay/stores/memory.ts';

const fetch: Handler = startLazily((environment) =>
  startRelay(environment as Environment, {
    client: () => (request) => ({ address: request.headers.get('CF-Connecting-IP') ?? undefined }),
    store: () => memory(),
  }),
);

// oxlint-disable-next-line import/no-default-export -- what workerd calls
export default { fetch };
