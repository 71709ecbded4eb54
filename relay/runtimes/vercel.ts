/** The relay on Vercel's Edge runtime, counted in Upstash: `relay/vercel.json` says how it is built and reached. */
import { upstash } from '../stores/upstash.ts';
import { clientAddress } from './proxies.ts';
import { startLazily, startRelay } from './start.ts';
import type { Handler, ReadClient } from './start.ts';

/** What Vercel itself writes: https://vercel.com/docs/headers/request-headers. */
const client: ReadClient = ({ headers }) => ({
  address: clientAddress(undefined, headers.get('X-Vercel-Forwarded-For') ?? headers.get('X-Real-IP'), 1),
  country: headers.get('X-Vercel-IP-Country') ?? undefined,
});

const fetch = startLazily(() => startRelay(process.env, { client: () => client, upstash, instances: 'many' }));

export const config = { runtime: 'edge' };

export default (request: Request, context: Parameters<Handler>[2]): Response | Promise<Response> =>
  fetch(request, {}, context);
