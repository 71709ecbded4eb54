/**
 * The shop's log-in, as a host would write it: the number on file never leaves the backend. The relay seals it in a
 * ticket for the page, and redeems the proof that comes back, once.
 */
import { type Context, Hono } from 'hono';
import { newVisit, nonceOf, readForm, visitOf } from './visits.ts';

/** A customer whose number the shop knows. */
export type Account = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** E.164. */
  readonly phone: string;
};

/** The relay as the backend reaches it. */
export type RelayAccess = {
  readonly url: string;
  /** One of its `SERVER_SECRET`. */
  readonly secret: string;
  /** Default: the platform's. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
};

export type LogInOptions = {
  readonly render: (
    page: 'log-in' | 'log-in-code' | 'account' | 'refused',
    values: Readonly<Record<string, string>>,
  ) => Promise<string>;
  readonly accounts: readonly Account[];
  readonly relay: RelayAccess;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly now?: () => number;
};

/** Somebody who has said who they are, and has not shown it yet. */
type Attempt = {
  readonly account: Account;
  readonly ticket: string;
  /** The number, masked. */
  readonly recipient: string;
  /** When the ticket runs out. */
  readonly until: number;
};

const back = { back: '/log-in', label: 'Back to the log-in' };

const refused = {
  ...back,
  heading: 'That didn’t work',
  text: 'We couldn’t match this to your visit, or it was a while ago. Please log in again.',
};

const unavailable = {
  ...back,
  heading: 'We can’t log you in right now',
  text: 'It’s not you. Please try again in a minute.',
};

export const createLogIn = ({ render, accounts, relay, now = Date.now }: LogInOptions): Hono => {
  const logIn = new Hono();
  const call = relay.fetch ?? ((url: string, init: RequestInit) => fetch(url, init));
  const attempts = new Map<string, Attempt>();
  const customers = new Map<string, Account>();

  const begin = async (visit: string, account: Account): Promise<Attempt> => {
    const response = await call(`${relay.url}/tickets`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${relay.secret}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ to: account.phone, subject: account.id, nonce: nonceOf(visit) }),
    });
    if (!response.ok) throw new Error(`/tickets answered ${response.status}`);
    const { ticket, recipient, expiresIn } = (await response.json()) as {
      ticket: string;
      recipient: string;
      expiresIn: number;
    };
    const attempt = { account, ticket, recipient, until: now() + expiresIn * 1000 };
    attempts.set(visit, attempt);
    return attempt;
  };

  /** Whether the proof is this visit's, names this account, and comes for the first time. */
  const redeem = async (proof: string, visit: string, account: Account): Promise<boolean> => {
    const response = await call(`${relay.url}/siteverify`, {
      method: 'POST',
      body: new URLSearchParams({ secret: relay.secret, response: proof, nonce: nonceOf(visit) }),
    });
    const { success, sub } = (await response.json()) as { success: boolean; sub?: string };
    return success && sub === account.id;
  };

  const ask = async (c: Context, email: string, problem: string): Promise<Response> =>
    c.html(await render('log-in', { email, problem }), problem === '' ? 200 : 422);

  logIn.get('/log-in', async (c) =>
    customers.has(visitOf(c)) ? c.redirect('/account', 303) : ask(c, accounts[0]?.email ?? '', ''),
  );

  // A shop that cares who may see the last four digits asks for the password first.
  logIn.post('/log-in', async (c) => {
    const email = (await readForm(c))('email');
    const account = accounts.find((known) => known.email === email.toLowerCase());
    if (!account) return ask(c, email, 'We don’t know this address.');
    await begin(visitOf(c), account);
    return c.redirect('/log-in/code', 303);
  });

  // The same ticket after a reload, so that a code that is on its way still counts; a new one when its time is over.
  logIn.get('/log-in/code', async (c) => {
    const visit = visitOf(c);
    const known = attempts.get(visit);
    if (!known) return c.redirect('/log-in', 303);
    const { account, ticket, recipient } = known.until > now() ? known : await begin(visit, known.account);
    return c.html(await render('log-in-code', { email: account.email, ticket, recipient }));
  });

  logIn.post('/log-in/code', async (c) => {
    const visit = visitOf(c);
    const proof = (await readForm(c))('proof');
    const account = attempts.get(visit)?.account;
    if (!account || !(await redeem(proof, visit, account))) return c.html(await render('refused', refused), 422);
    attempts.delete(visit);
    // Whoever knew the cookie from before is not logged in by it.
    customers.set(newVisit(c), account);
    return c.redirect('/account', 303);
  });

  logIn.get('/account', async (c) => {
    const account = customers.get(visitOf(c));
    if (!account) return c.redirect('/log-in', 303);
    const { id, name, email } = account;
    return c.html(await render('account', { id, name, email }));
  });

  logIn.post('/log-out', (c) => {
    customers.delete(visitOf(c));
    newVisit(c);
    return c.redirect('/', 303);
  });

  logIn.onError(async (error, c) => {
    console.error(error.message);
    return c.html(await render('refused', unavailable), 503);
  });

  return logIn;
};
