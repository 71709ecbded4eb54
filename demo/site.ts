/**
 * The demo on one origin: the shop, the relay at `/otp`, and once more at `/guarded` with a bot check, and the handset's
 * feed where the phones are simulated.
 */
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { createRemoteJWKSet } from 'jose';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Relay } from '../relay/index.ts';
import { accounts } from './accounts.ts';
import { createHandsetFeed } from './handset-feed.ts';
import { createLogIn } from './log-in.ts';
import { builtFolder, escapeMarkup, type RenderPage } from './pages.ts';
import { createShop } from './shop.ts';
import { magicNumbers, type WavixSimulator } from './simulators/wavix.ts';

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
  readonly simulator: WavixSimulator | undefined;
  /** Whether the pages are built, and served under a strict policy. */
  readonly isBuilt: boolean;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly now?: () => number;
};

/** What `<otp-verify>` needs, and nothing more, but for what a page brings besides it. */
const policy = (besides: { readonly connect: readonly string[]; readonly trusted: readonly string[] }) =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      connectSrc: ["'self'", ...besides.connect],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
      requireTrustedTypesFor: ["'script'"],
      trustedTypes: ['lit-html', ...besides.trusted, "'allow-duplicates'"],
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
  const { origins, relay, guarded, serverSecret, simulator, isBuilt } = options;
  const [origin] = origins;
  const issuer = `${origin}/otp`;
  const now = options.now ?? Date.now;
  const render: RenderPage = (page, values) =>
    options.render(page, { phones: simulator ? 'simulated' : 'real', ...values });
  const site = new Hono();
  site.route('/otp', relay);
  site.route('/guarded', guarded);
  if (simulator) site.route('/handset', createHandsetFeed(simulator, accounts));
  if (isBuilt) {
    const immutable = 'public, max-age=31536000, immutable';
    site.use('/assets/*', serveStatic({ root: builtFolder, onFound: (_, c) => c.header('Cache-Control', immutable) }));
    const usual = policy({ connect: [], trusted: [] });
    // ALTCHA fetches its sum from the URL that the relay names, is drawn by Svelte, and solves the sum in workers.
    const withAltcha = policy({ connect: [origin], trusted: ['svelte-trusted-html', 'altcha-worker'] });
    site.use((c, next) => (c.req.path === '/drop' ? withAltcha : usual)(c, next));
  }
  site.get('/numbers', async (c) => c.html(await render('numbers', { rows: { markup: numberRows() } })));
  // Nobody's phone is on file where real ones are called.
  if (simulator) {
    site.route('/', createLogIn({ render, accounts, relay: { url: issuer, secret: serverSecret }, now }));
  }
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  return site.route('/', createShop({ render, keys, issuer, origins, now }));
};
