/** What the handset on the page hears of the simulator: texts and calls as Server-Sent Events, and a way to pick up. */
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { maskRecipient } from '../relay/recipient.ts';
import type { Account } from './log-in.ts';
import type { WavixMessage, WavixSimulator } from './simulators/wavix.ts';

/** A message as the page gets it; `to` is masked where the number is on file. */
export type HandsetMessage = Pick<WavixMessage, 'id' | 'to' | 'channel' | 'code' | 'text' | 'at'>;

/** So many texts are shown again after a reload. */
const remembered = 6;

/** Keeps proxies from closing a silent connection, in milliseconds. */
const heartbeat = 20_000;

export const createHandsetFeed = (simulator: WavixSimulator, onFile: readonly Account[]): Hono => {
  const feed = new Hono();
  const seen = (to: string): string => (onFile.some(({ phone }) => phone === to) ? maskRecipient(to) : to);
  const texts: HandsetMessage[] = [];
  simulator.onMessage((message) => {
    if (message.channel === 'sms') texts.push(message);
    if (texts.length > remembered) texts.shift();
  });

  feed.get('/events', (c) =>
    streamSSE(c, async (stream) => {
      const write = ({ id, to, channel, code, text, at }: HandsetMessage): Promise<void> =>
        stream.writeSSE({ event: channel, id, data: JSON.stringify({ id, to: seen(to), channel, code, text, at }) });
      for (const text of texts) await write(text);
      const stop = simulator.onMessage((message) => void write(message));
      const beating = setInterval(() => void stream.writeSSE({ event: 'heartbeat', data: '' }), heartbeat);
      await new Promise<void>((resolve) => stream.onAbort(resolve));
      clearInterval(beating);
      stop();
    }),
  );

  feed.post('/calls/:id/:does{answer|decline}', (c) => {
    const isRinging = simulator.pickUp(c.req.param('id'), c.req.param('does') === 'answer' ? 'answer' : 'decline');
    return c.body(null, isRinging ? 204 : 410);
  });

  return feed;
};
