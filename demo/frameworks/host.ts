/** What the examples run on: their files, a backend with a session and a sign-up, and the relay with the simulated Wavix. */
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve, type ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import { verifyProof } from '../../relay/verify-proof.ts';
import { relayUnderTest, type RelayUnderTest } from '../simulators/relay-fixture.ts';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

export type Host = {
  readonly origin: string;
  readonly relay: RelayUnderTest;
  close(): Promise<void>;
};

/** `folder` has a folder for each page. */
export async function startHost(folder: string): Promise<Host> {
  const app = new Hono();
  const { server, origin } = await listen((request) => app.fetch(request));
  const publicUrl = `${origin}/otp`;
  const relay = relayUnderTest({ relay: { publicUrl, allowedOrigins: origin } });

  const nonce = crypto.randomUUID();
  app.route('/otp', relay.relay);
  app.get('/session', (c) => c.json({ nonce }));
  app.post('/signup', async (c) => {
    const { phone_proof: proof } = await c.req.parseBody<{ phone_proof: string }>();
    const currentDate = new Date(relay.clock.now());
    const result = await verifyProof(proof, { issuer: publicUrl, audience: origin, nonce, currentDate });
    return result.ok ? c.text(`Signed up with ${result.claims.phoneNumber}.`) : c.text(result.reason, 422);
  });
  app.get('/favicon.ico', (c) => c.body(null, 204));
  app.get('*', async (c) => {
    const path = c.req.path.endsWith('/') ? `${c.req.path}index.html` : c.req.path;
    const file = path.startsWith('/dist/') ? join(dist, path.slice('/dist'.length)) : join(folder, path);
    c.header('Content-Type', types[extname(file)] ?? 'application/octet-stream');
    return c.body(await readFile(file));
  });

  return {
    origin,
    relay,
    async close() {
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(
  fetch: (request: Request) => Response | Promise<Response>,
): Promise<{ server: ServerType; origin: string }> {
  return new Promise((resolve) => {
    const server = serve({ fetch, hostname: '127.0.0.1', port: 0 }, ({ port }: AddressInfo) =>
      resolve({ server, origin: `http://127.0.0.1:${port}` }),
    );
  });
}
