import { after } from 'node:test';
import { EdgeRuntime } from 'edge-runtime';
import { build } from 'esbuild';
import { startRedisServer } from '../../demo/simulators/redis-server.ts';
import { serveUpstash } from '../../demo/simulators/upstash.ts';
import { wireSuite } from './suite.ts';

const redis = await startRedisServer();
const upstash = await serveUpstash(redis.url);
after(async () => {
  await upstash.stop();
  await redis.stop();
});

/** The function as Vercel calls it. */
const caller = `
  import handler from './vercel.ts';
  addEventListener('fetch', (event) => event.respondWith(handler(event.request, event)));
`;
const { outputFiles } = await build({
  stdin: { contents: caller, resolveDir: import.meta.dirname, loader: 'ts' },
  bundle: true,
  format: 'iife',
  conditions: ['worker', 'edge-light', 'browser'],
  write: false,
});

wireSuite('Vercel’s edge-runtime, counting in Upstash', {
  country: 'LV',
  async open(environment) {
    const output: string[] = [];
    const env = { ...environment, UPSTASH_REDIS_REST_URL: upstash.url, UPSTASH_REDIS_REST_TOKEN: upstash.token };
    const console = { log: (line: string) => void output.push(line), error: (line: string) => void output.push(line) };
    const runtime = new EdgeRuntime({
      initialCode: outputFiles[0]?.text ?? '',
      extend: (context) => Object.assign(context, { process: { env }, console }),
    });
    return {
      send(path, init, address) {
        const headers = new Headers(init.headers);
        // Vercel writes both itself, whatever the client said.
        headers.set('X-Vercel-Forwarded-For', address);
        headers.set('X-Real-IP', address);
        return runtime.dispatchFetch(`https://otp.example.com${path}`, {
          ...init,
          headers: Object.fromEntries(headers),
        });
      },
      output: () => output.join('\n'),
      close: async () => undefined,
    };
  },
});
