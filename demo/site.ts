/** The demo on one origin: the shop, the relay at `/otp`, and the handset's feed where the phones are simulated. */
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { createRemoteJWKSet } from 'jose';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Relay } from '../relay/index.ts';
import { createHandsetFeed } from './handset-feed.ts';
import { builtFolder, escapeMarkup, type RenderPage } from './pages.ts';
import { createShop } from './shop.ts';
import { magicNumbers, type WavixSimulator } from './simulators/wavix.ts';

export type SiteOptions = {
  /** Where browsers find it, the usual one first; no slash at the end. */
  readonly origins: readonly [string, ...string[]];
  readonly relay: Relay;
  readonly render: RenderPage;
  /** `undefined` where real phones are called. */
  readonly simulator: WavixSimulator | undefined;
  /** Whether the pages are built, and served under a strict policy. */
  readonly isBuilt: boolean;
};

/** What `<otp-verify>` needs, and nothing more. */
const policy = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: ['lit-html', "'allow-duplicates'"],
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

export const createSite = ({ origins, relay, render, simulator, isBuilt }: SiteOptions): Hono => {
  const issuer = `${origins[0]}/otp`;
  const site = new Hono();
  site.route('/otp', relay);
  if (simulator) site.route('/handset', createHandsetFeed(simulator));
  if (isBuilt) {
    const immutable = 'public, max-age=31536000, immutable';
    site.use('/assets/*', serveStatic({ root: builtFolder, onFound: (_, c) => c.header('Cache-Control', immutable) }));
    site.use(policy);
  }
  site.get('/numbers', async (c) => c.html(await render('numbers', { rows: { markup: numberRows() } })));
  const shop = createShop({
    render: (page, values) => render(page, { phones: simulator ? 'simulated' : 'real', ...values }),
    keys: createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`)),
    issuer,
    origins,
  });
  return site.route('/', shop);
};
