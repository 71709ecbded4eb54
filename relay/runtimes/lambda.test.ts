import assert from 'node:assert/strict';
import { after, mock } from 'node:test';
import type { LambdaContext, LambdaEvent } from 'hono/aws-lambda';
import { startRedisServer } from '../../demo/simulators/redis-server.ts';
import { serveUpstash } from '../../demo/simulators/upstash.ts';
import { wireSuite } from './suite.ts';

const redis = await startRedisServer();
const upstash = await serveUpstash(redis.url);
const output: string[] = [];
mock.method(console, 'log', (line: string) => void output.push(line));
after(async () => {
  await upstash.stop();
  await redis.stop();
});

/** As a function URL hands it over: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads. */
function eventOf(path: string, { method = 'GET', headers, body }: RequestInit, sourceIp: string): LambdaEvent {
  const [rawPath = '', rawQueryString = ''] = path.split('?');
  const lowerCase = Object.fromEntries(new Headers(headers));
  const domainName = 'abc.lambda-url.eu-north-1.on.aws';
  const event = {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    headers: { ...lowerCase, host: domainName, 'x-forwarded-for': sourceIp },
    requestContext: { domainName, http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp, userAgent: '' } },
    ...(typeof body === 'string' && { body: Buffer.from(body).toString('base64') }),
    isBase64Encoded: typeof body === 'string',
  };
  return event as unknown as LambdaEvent;
}

wireSuite('AWS Lambda, counting in Upstash', {
  async open(environment) {
    const { url: UPSTASH_REDIS_REST_URL, token: UPSTASH_REDIS_REST_TOKEN } = upstash;
    Object.assign(process.env, environment, { UPSTASH_REDIS_REST_URL, UPSTASH_REDIS_REST_TOKEN });
    const { handler } = await import('./lambda.ts');
    return {
      async send(path, init, address) {
        const result = await handler(eventOf(path, init, address), {} as LambdaContext);
        assert.equal(result.isBase64Encoded, false);
        const { statusCode: status, headers, body } = result;
        return new Response(status === 204 ? null : body, { status, headers: headers as Record<string, string> });
      },
      output: () => output.join('\n'),
      close: async () => undefined,
    };
  },
});
