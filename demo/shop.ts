/**
 * The shop's own backend, as a host would write it: it binds a nonce to its session cookie, verifies the proof that the
 * form carries, and takes each proof once. It knows the relay by its URL alone.
 */
import { Hono } from 'hono';
import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { nonceOf, readForm, visitOf } from './visits.ts';

/** What the shop remembers of somebody who signed up. */
export type Customer = { readonly phone: string; readonly record: string };

export type ShopOptions = {
  /** A page by its name, with these values filled in. */
  readonly render: (
    page: 'index' | 'drop' | 'welcome' | 'refused',
    values: Readonly<Record<string, string>>,
  ) => Promise<string>;
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

const back = { back: '/', label: 'Back to the wanted list' };

export const createShop = ({ render, keys, issuer, origins, now = Date.now }: ShopOptions): Hono => {
  const shop = new Hono();
  const customers = new Map<string, Customer>();
  /** Proofs that were used, until they would have expired by themselves. */
  const used = new Map<string, number>();

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
  shop.get('/drop', async (c) => c.html(await render('drop', { nonce: nonceOf(visitOf(c)) })));

  shop.post('/join', async (c) => {
    const field = await readForm(c);
    const visit = visitOf(c);
    const verdict = await judge(field('phone_proof'), visit);
    if (verdict.kind === 'refused') {
      return c.html(await render('refused', { ...back, ...explanations[verdict.reason] }), 422);
    }
    customers.set(visit, { phone: verdict.phone, record: field('record').slice(0, 80) });
    return c.redirect('/welcome', 303);
  });

  shop.get('/welcome', async (c) => {
    const customer = customers.get(visitOf(c));
    return customer ? c.html(await render('welcome', customer)) : c.redirect('/', 303);
  });

  return shop;
};
