/** The relay on AWS Lambda behind a function URL, counted in Upstash or Redis: `handler` is what Lambda calls. */
import { handle } from 'hono/aws-lambda';
import { Hono } from 'hono/tiny';
import { upstash } from '../stores/upstash.ts';
import { startLazily, startRelay } from './start.ts';
import type { ReadClient } from './start.ts';
import { tcpRedis } from './tcp-redis.ts';

type Bindings = { readonly requestContext?: { readonly http?: { readonly sourceIp?: string } } };

/** What the function URL itself says: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads. */
const client: ReadClient = (_request, env) => ({ address: (env as Bindings).requestContext?.http?.sourceIp });

const fetch = startLazily(() =>
  startRelay(process.env, { client: () => client, redis: tcpRedis, upstash, instances: 'many', webhookRetries: [] }),
);

const app = new Hono().all('*', async (c) => {
  // Lambda freezes the process with the answer, so the answer waits for what is still under way.
  const underWay: Promise<unknown>[] = [];
  const waitUntil = (work: Promise<unknown>): void => void underWay.push(work);
  const response = await fetch(c.req.raw, c.env, { waitUntil, passThroughOnException: () => undefined, props: {} });
  await Promise.allSettled(underWay);
  return response;
});

export const handler: ReturnType<typeof handle> = handle(app);
