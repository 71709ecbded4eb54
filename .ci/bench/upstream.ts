/**
 * A provider that costs next to nothing, for Bun: it answers Wavix's calls with what the simulator once answered, so that
 * the relay is what is measured. Under `/slow` a check takes a second.
 */

/** Answers by the call, as JSON. */
export type Answers = { readonly start: string; readonly check: string; readonly events: string };

declare const Bun: {
  serve(options: {
    hostname: string;
    port: number;
    idleTimeout: number;
    fetch(request: Request): Response | Promise<Response>;
  }): void;
  sleep(ms: number): Promise<void>;
};

const answers = JSON.parse(process.env['ANSWERS'] ?? '{}') as Answers;
const json = (body: string): Response => new Response(body, { headers: { 'Content-Type': 'application/json' } });

Bun.serve({
  hostname: '127.0.0.1',
  port: Number(process.env['PORT']),
  // The most there is: a connection that ends while somebody writes to it would be a failure of the provider's.
  idleTimeout: 255,
  fetch({ url, method }) {
    if (url.endsWith('/check')) {
      return url.includes('/slow/') ? Bun.sleep(1000).then(() => json(answers.check)) : json(answers.check);
    }
    return json(method === 'POST' ? answers.start : answers.events);
  },
});
