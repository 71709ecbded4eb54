/**
 * Upstash's REST protocol in front of a real Redis: a command is a JSON array, its answer `{ result }` or `{ error }`
 * (https://upstash.com/docs/redis/features/restapi).
 */
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { createClient } from '@redis/client';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';

type Command = readonly (string | number | boolean)[];
type Answer = { readonly result: unknown } | { readonly error: string };

export type ServedUpstash = {
  readonly url: string;
  readonly token: string;
  readonly stop: () => Promise<void>;
};

/** As `Upstash-Encoding: base64` asks for: every string but `OK`, at any depth. */
function encode(result: unknown): unknown {
  if (Array.isArray(result)) return result.map(encode);
  return typeof result === 'string' && result !== 'OK' ? Buffer.from(result).toString('base64') : result;
}

/** @param redisUrl the Redis that carries the commands out */
export async function serveUpstash(redisUrl: string): Promise<ServedUpstash> {
  const token = crypto.randomUUID();
  const redis = await createClient({ url: redisUrl })
    .on('error', () => undefined)
    .connect();

  async function run(command: Command): Promise<Answer> {
    try {
      return { result: await redis.sendCommand(command.map(String)) };
    } catch (error) {
      return { error: (error as Error).message };
    }
  }

  const unauthorized = { message: { error: 'Unauthorized' } };
  const app = new Hono();
  app.use(
    bearerAuth({
      token,
      noAuthenticationHeader: unauthorized,
      invalidAuthenticationHeader: unauthorized,
      invalidToken: unauthorized,
    }),
  );

  const encoded = (c: Context, answer: Answer): Answer =>
    'result' in answer && c.req.header('Upstash-Encoding') === 'base64' ? { result: encode(answer.result) } : answer;
  const reply = (c: Context, answer: Answer): Response => c.json(encoded(c, answer), 'error' in answer ? 400 : 200);

  app.post('/', async (c) => reply(c, await run(await c.req.json<Command>())));

  app.post('/pipeline', async (c) => {
    const answers = await Promise.all((await c.req.json<Command[]>()).map(run));
    return c.json(answers.map((answer) => encoded(c, answer)));
  });

  app.post('/multi-exec', async (c) => {
    // Written in one go, so that nobody's command comes between.
    const steps = [['MULTI'], ...(await c.req.json<Command[]>()), ['EXEC']].map(run);
    const executed = (await Promise.all(steps)).at(-1) ?? { error: 'ERR nothing was executed' };
    if ('error' in executed) return reply(c, executed);
    const answers = (executed.result as readonly unknown[]).map((result) =>
      result instanceof Error ? { error: result.message } : { result },
    );
    return c.json(answers.map((answer) => encoded(c, answer)));
  });

  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    async stop() {
      await new Promise((resolve) => {
        server.close(resolve);
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      redis.destroy();
    },
  };
}
