/** A server that passes each request on by `fetch`, and does nothing else: what any relay costs on Node, Bun or Deno. */
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

type Serve = {
  readonly hostname: string;
  readonly port: number;
  readonly fetch: (request: Request) => Promise<Response>;
};
type Global = {
  readonly Bun?: { serve(options: Serve): void };
  readonly Deno?: { serve(options: Serve & { onListen(): void }, fetch: Serve['fetch']): void };
};

const upstream = process.env['UPSTREAM'] ?? '';
const port = Number(process.env['PORT']);
const hostname = '127.0.0.1';
const headers = { 'Content-Type': 'application/json', Authorization: 'Bearer key' };

const ask = (path: string, method: string, body: string | undefined): Promise<Response> =>
  fetch(`${upstream}${path}`, { method, headers, ...(body !== undefined && { body }) });

async function pass(request: Request): Promise<Response> {
  const body = request.method === 'POST' ? await request.text() : undefined;
  const response = await ask(new URL(request.url).pathname, request.method, body);
  const answer = await response.text();
  return new Response(answer, { status: response.status, headers: { 'Content-Type': 'application/json' } });
}

const bodyOf = (request: IncomingMessage): Promise<string> | undefined =>
  request.method === 'POST' ? text(request) : undefined;

const { Bun, Deno } = globalThis as Global;
if (Bun) Bun.serve({ hostname, port, fetch: pass });
else if (Deno) Deno.serve({ hostname, port, fetch: pass, onListen: () => undefined }, pass);
else {
  // Not by way of Request and Response, which Node itself does not serve with.
  createServer((request, response) => {
    void (async () => {
      const answered = await ask(request.url ?? '/', request.method ?? 'GET', await bodyOf(request));
      const answer = await answered.text();
      response
        .writeHead(answered.status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(answer) })
        .end(answer);
    })();
  }).listen(port, hostname);
}
