/** What the handset on the page hears of simulators: texts, calls and e-mails as Server-Sent Events, and a way to pick up. */
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { maskRecipient } from '../relay/recipient.ts';
import type { Account } from './log-in.ts';
import type { Message } from './simulators/kit/network.ts';
import type { Simulator } from './simulators/kit/simulator.ts';

/** A message as the page gets it; `to` is masked where the number is on file. */
export type HandsetMessage = Pick<Message, 'id' | 'to' | 'channel' | 'code' | 'text' | 'at'>;

/** So many texts and e-mails are shown again after a reload. */
const remembered = 6;

/** Keeps proxies from closing a silent connection, in milliseconds. */
const heartbeat = 20_000;

export const createHandsetFeed = (simulators: readonly Simulator[], onFile: readonly Account[]): Hono => {
  const feed = new Hono();
  const seen = (to: string): string => (onFile.some(({ phone }) => phone === to) ? maskRecipient(to) : to);
  const listen = (listener: (message: Message) => void): (() => void) => {
    const stops = simulators.map((simulator) => simulator.onMessage(listener));
    return () => {
      for (const stop of stops) stop();
    };
  };
  const written: HandsetMessage[] = [];
  listen((message) => {
    if (message.channel !== 'voice') written.push(message);
    if (written.length > remembered) written.shift();
  });

  feed.get('/events', (c) =>
    streamSSE(c, async (stream) => {
      const write = ({ id, to, channel, code, text, at }: HandsetMessage): Promise<void> =>
        stream.writeSSE({ event: channel, id, data: JSON.stringify({ id, to: seen(to), channel, code, text, at }) });
      for (const message of written) await write(message);
      const stop = listen((message) => void write(message));
      const beating = setInterval(() => void stream.writeSSE({ event: 'heartbeat', data: '' }), heartbeat);
      await new Promise<void>((resolve) => stream.onAbort(resolve));
      clearInterval(beating);
      stop();
    }),
  );

  feed.post('/calls/:id/:does{answer|decline}', (c) => {
    const { id, does } = c.req.param();
    const isRinging = simulators.some((simulator) => simulator.pickUp(id, does === 'answer' ? 'answer' : 'decline'));
    return c.body(null, isRinging ? 204 : 410);
  });

  return feed;
};
