/** What the shop knows of a visitor: a session cookie, the nonce that ties proofs to it, and what a form says. */
import { createHash, randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

const cookie = 'visit';

/** Begins a session; the one before is forgotten. */
export const newVisit = (c: Context): string => {
  const visit = randomBytes(18).toString('base64url');
  setCookie(c, cookie, visit, { httpOnly: true, sameSite: 'Lax', path: '/', secure: c.req.url.startsWith('https:') });
  return visit;
};

/** The visitor's session; a new one where there is none. */
export const visitOf = (c: Context): string => getCookie(c, cookie) ?? newVisit(c);

/** What ties a proof to a visit. The page may see it, and must not learn the cookie from it. */
export const nonceOf = (visit: string): string => createHash('sha256').update(`otp-nonce:${visit}`).digest('base64url');

/** Reads the fields of a form that was sent; what is missing is empty. */
export const readForm = async (c: Context): Promise<(name: string) => string> => {
  const form = await c.req.formData();
  return (name) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
};
