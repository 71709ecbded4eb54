/**
 * The demo on one origin: the shop, the gallery, the relay at `/otp`, and once more at `/guarded` with a bot check; and
 * where the phones are simulated, the handset's feed, the log-in and the operator's page.
 */
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { createRemoteJWKSet } from 'jose';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Provider, Relay } from '../relay/index.ts';
import { accounts } from './accounts.ts';
import { createGallery } from './gallery.ts';
import { createHandsetFeed } from './handset-feed.ts';
import { createLogIn } from './log-in.ts';
import { createOperator } from './operator.ts';
import { escapeMarkup, type RenderPage } from './pages.ts';
import { createShop } from './shop.ts';
import type { Simulator } from './simulators/kit/simulator.ts';
import { magicNumbers } from './simulators/wavix.ts';
import type { Switchboard } from './switchboard.ts';

/** What there is only where the phones are simulated. */
export type Simulation = {
  /** Whoever sends for the shop. */
  readonly simulator: Simulator;
  /** Those whom the operator's page breaks, and a relay on any of them. */
  readonly switchboard: Switchboard;
  readonly relayOn: (provider: Provider, path: string) => Relay;
};

export type SiteOptions = {
  /** Where browsers find it, the usual one first; no slash at the end. */
  readonly origins: readonly [string, ...string[]];
  readonly relay: Relay;
  /** The same relay with a bot check before each code. */
  readonly guarded: Relay;
  /** The relay's `SERVER_SECRET`. */
  readonly serverSecret: string;
  readonly render: RenderPage;
  /** `undefined` where real phones are called. */
  readonly simulation: Simulation | undefined;
  /** Where the built pages lie; they are served under a strict policy. `undefined` while they are watched. */
  readonly built: string | undefined;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly now?: () => number;
};

/** What a page brings besides `<otp-verify>`. */
type Besides = {
  readonly connect?: readonly string[];
  readonly trusted?: readonly string[];
  readonly frames?: 'self';
  readonly framedBy?: 'none' | 'self';
};

/** What `<otp-verify>` needs, and nothing more, but for what a page brings besides it. */
const policy = ({ connect = [], trusted = [], frames, framedBy = 'none' }: Besides = {}) =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      connectSrc: ["'self'", ...connect],
      ...(frames && { frameSrc: [`'${frames}'`] }),
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: [`'${framedBy}'`],
      requireTrustedTypesFor: ["'script'"],
      trustedTypes: ['lit-html', ...trusted, "'allow-duplicates'"],
    },
    // The demo is served without TLS.
    strictTransportSecurity: false,
  });

const numberRows = (): string =>
  magicNumbers
    .map(({ number, story }) => {
      const written = parsePhoneNumberFromString(number)?.formatInternational() ?? number;
      const told = escapeMarkup(story).replace(/`([^`]+)`/g, '<code>$1</code>');
      return `<tr><td>${written}</td><td>${told}</td></tr>`;
    })
    .join('\n');

export const createSite = (options: SiteOptions): Hono => {
  const { origins, relay, guarded, serverSecret, simulation, built } = options;
  const [origin] = origins;
  const issuer = `${origin}/otp`;
  const now = options.now ?? Date.now;
  const render: RenderPage = (page, values) =>
    options.render(page, { phones: simulation ? 'simulated' : 'real', ...values });
  const site = new Hono();
  site.route('/otp', relay);
  site.route('/guarded', guarded);
  if (simulation) site.route('/handset', createHandsetFeed([simulation.simulator], accounts));
  if (built !== undefined) {
    const immutable = 'public, max-age=31536000, immutable';
    site.use('/assets/*', serveStatic({ root: built, onFound: (_, c) => c.header('Cache-Control', immutable) }));
    const usual = policy();
    // ALTCHA fetches its sum from the URL that the relay names, is drawn by Svelte, and solves the sum in workers.
    const withAltcha = policy({ connect: [origin], trusted: ['svelte-trusted-html', 'altcha-worker'] });
    const withFrames = policy({ frames: 'self' });
    const framed = policy({ framedBy: 'self' });
    site.use((c, next) => {
      switch (c.req.path) {
        case '/drop':
          return withAltcha(c, next);
        case '/gallery':
          return withFrames(c, next);
        default:
          return c.req.path.startsWith('/gallery/') ? framed(c, next) : usual(c, next);
      }
    });
  }
  site.get('/numbers', async (c) => c.html(await render('numbers', { rows: { markup: numberRows() } })));
  const backend = { url: issuer, secret: serverSecret };
  if (simulation) {
    // Nobody's phone is on file where real ones are called.
    site.route('/', createLogIn({ render, accounts, relay: backend, now }));
    const { switchboard, relayOn } = simulation;
    site.route('/', createOperator({ render, switchboard, relayOn }));
  }
  site.route('/', createGallery({ render, relay: backend }));
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  return site.route('/', createShop({ render, keys, issuer, origins, now }));
};
