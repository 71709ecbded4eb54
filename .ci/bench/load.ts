/**
 * The client of the relays, in a process of its own: requests over connections that are kept, as fast as they are
 * answered. Written on sockets, because a client that needs more processor time than what it measures would be the
 * bottleneck: a request is one buffer made beforehand, and of an answer only its frame is read.
 */
import { connect } from 'node:net';
import type { Socket } from 'node:net';

export type LoadRequest = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type LoadOrder = {
  readonly port: number;
  readonly connections: number;
  readonly requests: readonly LoadRequest[];
  /** Each answer must have this status, and this text in its body. */
  readonly status: number;
  readonly says: string;
  /** Milliseconds over which the connections begin, one after the other. Default: 0, all at once. */
  readonly over?: number;
  /** Whether the bodies are wanted. Default: they are not. */
  readonly keep?: boolean;
};

export type LoadReport =
  | {
      readonly ok: true;
      /** Of the whole load, in milliseconds. */
      readonly ms: number;
      /** Of each request, in the order of the answers. */
      readonly took: readonly number[];
      /** When each answer came, from the beginning. */
      readonly at: readonly number[];
      /** In the order of the requests. */
      readonly bodies: readonly string[];
    }
  | { readonly ok: false; readonly reason: string };

function bytesOf({ method, path, headers, body }: LoadRequest): Buffer {
  const lines = [`${method} ${path} HTTP/1.1`, 'Host: relay', ...Object.entries(headers).map(([k, v]) => `${k}: ${v}`)];
  if (body !== undefined) lines.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
}

type Answer = { readonly body: string; readonly isLast: boolean };

/** The answer, where all of it is there. */
function readAnswer(text: string): Answer | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  const body = text.slice(end + 4);
  const [, length] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? [];
  const isWhole = length === undefined ? body.endsWith('0\r\n\r\n') : Buffer.byteLength(body) >= Number(length);
  return isWhole ? { body, isLast: /\r\nconnection: *close/i.test(head) } : undefined;
}

const open = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket)).once('error', reject);
  });

/** Refuses another status, and a connection that ends. */
function exchange(socket: Socket, request: Buffer, { status, says }: LoadOrder): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let text = '';
    const finish = (act: () => void): void => {
      socket.off('data', read).off('close', lost);
      act();
    };
    const lost = (): void => finish(() => reject(new Error('a connection was closed')));
    const read = (chunk: Buffer): void => {
      text += chunk.toString();
      const answer = readAnswer(text);
      if (!answer) return;
      const isRight = text.startsWith(`HTTP/1.1 ${status}`) && answer.body.includes(says);
      finish(() => (isRight ? resolve(answer) : reject(new Error(`an answer was wrong: ${text.slice(0, 800)}`))));
    };
    socket.on('data', read).once('close', lost).write(request);
  });
}

function fail(): never {
  throw new Error('there is none');
}

async function carryOut(order: LoadOrder): Promise<LoadReport> {
  const { connections, over = 0, keep = false, port } = order;
  const requests = order.requests.map(bytesOf);
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  const took: number[] = [];
  const at: number[] = [];
  const bodies: string[] = [];
  let next = 0;
  const begun = performance.now();
  const work = async (_: Socket, index: number): Promise<void> => {
    if (over > 0) await new Promise((resolve) => setTimeout(resolve, (index * over) / connections));
    for (let place = next++; place < requests.length; place = next++) {
      const sent = performance.now();
      const { body, isLast } = await exchange(sockets[index] ?? fail(), requests[place] ?? fail(), order);
      const now = performance.now();
      took.push(now - sent);
      at.push(now - begun);
      if (keep) bodies[place] = body;
      // Deno ends one now and then.
      if (isLast) sockets[index] = await open(port);
    }
  };
  try {
    await Promise.all(sockets.map(work));
    return { ok: true, ms: performance.now() - begun, took, at, bodies };
  } catch (error) {
    return { ok: false, reason: String(error) };
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

process.on('message', (order: LoadOrder) => {
  carryOut(order).then(
    (report) => process.send?.(report),
    (error: unknown) => process.send?.({ ok: false, reason: String(error) } satisfies LoadReport),
  );
});
