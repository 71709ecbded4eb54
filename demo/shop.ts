/**
 * The shop's own backend, as a host would write it: it binds a nonce to its session cookie, verifies the proof that the
 * form carries, and takes each proof once. It knows the relay by its URL alone.
 */
import { createHash, randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';

/** What the shop remembers of somebody who signed up. */
export type Customer = { readonly phone: string; readonly record: string };

export type ShopOptions = {
  /** A page by its name, with these values filled in. */
  readonly render: (page: 'index' | 'welcome' | 'refused', values: Readonly<Record<string, string>>) => Promise<string>;
  /** The relay's public keys: `createRemoteJWKSet(new URL('.well-known/jwks.json', relayUrl))`. */
  readonly keys: JWTVerifyGetKey;
  /** The relay's `PROOF_ISSUER`. */
  readonly issuer: string;
  /** The origins under which the shop's pages are reached. */
  readonly origins: readonly string[];
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly now?: () => number;
};

type Verdict =
  | { readonly kind: 'accepted'; readonly phone: string }
  | { readonly kind: 'refused'; readonly reason: Reason };

type Reason = 'missing' | 'forged' | 'expired' | 'foreign' | 'replayed';

/** Each refusal names what to do next. */
const explanations: Record<Reason, { readonly heading: string; readonly text: string }> = {
  missing: {
    heading: 'Your number isn’t verified yet',
    text: 'We need to know that the number is yours before we text it. It takes less than a minute.',
  },
  forged: {
    heading: 'We couldn’t check that',
    text: 'What your browser sent isn’t a proof that we can trust. Please verify your number again.',
  },
  expired: {
    heading: 'That was a while ago',
    text: 'A verified number is good for a quarter of an hour. Please verify it again.',
  },
  foreign: {
    heading: 'That was somebody else’s visit',
    text: 'This proof was made for another visit than yours. Please verify your number here.',
  },
  replayed: {
    heading: 'You’ve already sent this',
    text: 'Each verification signs up once. To sign up again, verify your number again.',
  },
};

const cookie = 'visit';

/** What ties a proof to a visit. The page may see it, and must not learn the cookie from it. */
const nonceOf = (visit: string): string => createHash('sha256').update(`otp-nonce:${visit}`).digest('base64url');

export const createShop = ({ render, keys, issuer, origins, now = Date.now }: ShopOptions): Hono => {
  const shop = new Hono();
  const customers = new Map<string, Customer>();
  /** Proofs that were used, until they would have expired by themselves. */
  const used = new Map<string, number>();

  /** The visitor's session; a new one where there is none. */
  const visitOf = (c: Context): string => {
    const known = getCookie(c, cookie);
    if (known) return known;
    const visit = randomBytes(18).toString('base64url');
    setCookie(c, cookie, visit, { httpOnly: true, sameSite: 'Lax', path: '/', secure: c.req.url.startsWith('https:') });
    return visit;
  };

  const judge = async (proof: string, visit: string): Promise<Verdict> => {
    if (proof === '') return { kind: 'refused', reason: 'missing' };
    try {
      const { payload } = await jwtVerify(proof, keys, {
        issuer,
        audience: [...origins],
        typ: 'otp-proof+jwt',
        algorithms: ['ES256'],
        requiredClaims: ['jti', 'exp', 'nonce', 'phone_number'],
        currentDate: new Date(now()),
      });
      const { jti = '', exp = 0, nonce, phone_number: phone } = payload;
      if (typeof phone !== 'string') return { kind: 'refused', reason: 'forged' };
      if (nonce !== nonceOf(visit)) return { kind: 'refused', reason: 'foreign' };
      for (const [id, until] of used) if (until < now()) used.delete(id);
      if (used.has(jti)) return { kind: 'refused', reason: 'replayed' };
      used.set(jti, exp * 1000);
      return { kind: 'accepted', phone };
    } catch (error) {
      if (error instanceof errors.JWTExpired) return { kind: 'refused', reason: 'expired' };
      if (error instanceof errors.JOSEError) return { kind: 'refused', reason: 'forged' };
      throw error;
    }
  };

  shop.get('/', async (c) => c.html(await render('index', { nonce: nonceOf(visitOf(c)) })));

  shop.post('/join', async (c) => {
    const form = await c.req.formData();
    const field = (name: string): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    const visit = visitOf(c);
    const verdict = await judge(field('phone_proof'), visit);
    if (verdict.kind === 'refused') return c.html(await render('refused', explanations[verdict.reason]), 422);
    customers.set(visit, { phone: verdict.phone, record: field('record').slice(0, 80) });
    return c.redirect('/welcome', 303);
  });

  shop.get('/welcome', async (c) => {
    const customer = customers.get(visitOf(c));
    return customer ? c.html(await render('welcome', customer)) : c.redirect('/', 303);
  });

  return shop;
};
