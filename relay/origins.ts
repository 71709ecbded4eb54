/** Which pages may use this relay: exact origins, subdomains of a name, and the relay's own. */

export type AllowedOrigin =
  | { readonly kind: 'exact'; readonly origin: string }
  /** `https://*.example.com`: same scheme and port, any depth of subdomain, not the name itself. */
  | { readonly kind: 'subdomains'; readonly prefix: string; readonly suffix: string }
  /** `*`: with `OTP_DEV=1` alone. */
  | { readonly kind: 'any' };

/**
 * Names under which anybody can have a subdomain: a wildcard there would let strangers in. The common cases only; the
 * whole list (publicsuffix.org) is larger than the relay.
 */
const SHARED_SUFFIX =
  /^(?:[^.]+|(?:ac|co|com|edu|gov|gob|gouv|mil|ne|net|nom|or|org|sch)\.[a-z]{2}|(?:github|gitlab|bitbucket)\.io|(?:pages|workers)\.dev|(?:vercel|netlify|web|fly|azurewebsites|herokuapp|firebaseapp|blogspot|myshopify|appspot|onrender|ngrok|ngrok-free|cloudfront|amazonaws|deno|render|surge|glitch|replit|repl)\.(?:app|com|net|io|dev|me|sh|co)|s3\.amazonaws\.com)$/;

/** @throws {Error} whose message completes "ALLOWED_ORIGINS …" */
export function parseAllowedOrigin(text: string): AllowedOrigin {
  if (text === '*') return { kind: 'any' };
  const wildcard = /^(https?:\/\/)\*\.([^/:*]+)(:\d+)?\/?$/.exec(text);
  if (wildcard) {
    const [, scheme = '', host = '', port = ''] = wildcard;
    const origin = URL.parse(`${scheme}${host}${port}`);
    if (!origin) throw new Error(`has a wrong origin "${text}"`);
    if (SHARED_SUFFIX.test(origin.hostname)) {
      throw new Error(`has "${text}": anybody can have a name under ${origin.hostname}`);
    }
    return { kind: 'subdomains', prefix: scheme.toLowerCase(), suffix: `.${origin.host}` };
  }
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash || url.username) {
    throw new Error(`has a wrong origin "${text}": write https://shop.example or https://*.shop.example`);
  }
  if (text.includes('*')) throw new Error(`has a wrong origin "${text}": a * stands for whole subdomains only`);
  return { kind: 'exact', origin: url.origin };
}

/** Whether a browser's `Origin` header is one of them. The opaque origin `null` never is. */
export function isAllowedOrigin(origin: string, allowed: readonly AllowedOrigin[]): boolean {
  if (origin === 'null' || URL.parse(origin)?.origin !== origin) return false;
  return allowed.some((rule) => {
    switch (rule.kind) {
      case 'exact':
        return rule.origin === origin;
      case 'subdomains':
        return origin.startsWith(rule.prefix) && origin.endsWith(rule.suffix);
      case 'any':
        return true;
    }
  });
}
