/**
 * The operator's page, where phones are simulated: which providers are asked in which order, and a switch that breaks each.
 * An order is a relay of its own, with the same keys and counters, as if it had been restarted with another `OTP_PROVIDER`.
 */
import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import * as z from 'zod/mini';
import type { Provider, Relay } from '../relay/index.ts';
import { createHandsetFeed } from './handset-feed.ts';
import type { RenderPage } from './pages.ts';
import { type Vendor, vendors } from './simulators/vendors.ts';
import { conditions, type Switchboard } from './switchboard.ts';

export type OperatorOptions = {
  readonly render: RenderPage;
  readonly switchboard: Switchboard;
  /** A relay on this provider; browsers find it at `path`. */
  readonly relayOn: (provider: Provider, path: string) => Relay;
};

const turned = z.object({ condition: z.enum(conditions) });

const isVendor = (name: string): name is Vendor => (vendors as readonly string[]).includes(name);

/** `wavix,infobip`: known names, none twice; else nothing. */
const readOrder = (text: string): readonly Vendor[] => {
  const names = text.split(',');
  return names.every(isVendor) && new Set(names).size === names.length ? names : [];
};

export const createOperator = ({ render, switchboard, relayOn }: OperatorOptions): Hono => {
  const operator = new Hono();
  const relays = new Map<string, Hono>();

  /** The relay with this `OTP_PROVIDER`, below its own path. */
  const relayOf = (order: string): Hono | undefined => {
    const names = readOrder(order);
    if (names.length === 0) return undefined;
    const path = `/providers/relays/${order}`;
    const known = relays.get(order) ?? new Hono().route(path, relayOn(switchboard.providerOf(names), path));
    relays.set(order, known);
    return known;
  };

  operator.get('/providers', async (c) => c.html(await render('providers', {})));

  operator.get('/providers/board', (c) =>
    streamSSE(c, async (stream) => {
      const write = (): void => void stream.writeSSE({ event: 'board', data: JSON.stringify(switchboard.board) });
      const stop = switchboard.onChange(write);
      write();
      await new Promise<void>((resolve) => stream.onAbort(resolve));
      stop();
    }),
  );

  operator.put('/providers/:vendor', async (c) => {
    const vendor = c.req.param('vendor');
    const wish = turned.safeParse(await c.req.json().catch(() => undefined));
    if (!isVendor(vendor) || !wish.success) return c.body(null, 400);
    switchboard.turn(vendor, wish.data.condition);
    return c.body(null, 204);
  });

  operator.all('/providers/relays/:order/*', (c: Context) => {
    const relay = relayOf(c.req.param('order') ?? '');
    return relay ? relay.fetch(c.req.raw, c.env) : c.notFound();
  });

  operator.route('/providers/handset', createHandsetFeed(switchboard.simulators, []));

  return operator;
};
