/** A server that answers, and does nothing else: what starting any program costs on Node, Bun or Deno. */
import { createServer } from 'node:http';

type Serve = { readonly hostname: string; readonly port: number; readonly fetch: () => Response };
type Global = {
  readonly Bun?: { serve(options: Serve): void };
  readonly Deno?: { serve(options: Serve & { onListen(): void }, fetch: Serve['fetch']): void };
};

const options: Serve = { hostname: '127.0.0.1', port: Number(process.env['PORT']), fetch: () => new Response('ok') };

const { Bun, Deno } = globalThis as Global;
if (Bun) Bun.serve(options);
else if (Deno) Deno.serve({ ...options, onListen: () => undefined }, options.fetch);
else createServer((_, response) => response.end('ok')).listen(options.port, options.hostname);
