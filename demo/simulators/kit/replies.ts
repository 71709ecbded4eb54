/** What a simulated vendor answers, before it is a response; and the answers that no vendor words itself. */

export type Reply = {
  readonly status: number;
  readonly body: string | null;
  readonly type?: 'text/html';
  /** Seconds. */
  readonly retryAfter?: number;
};

export const json = (status: number, body: unknown): Reply => ({ status, body: JSON.stringify(body) });

/** A 204: no body, and no type of one. */
export const nothing: Reply = { status: 204, body: null };

const page = (status: number, title: string): Reply => ({
  status,
  body: `<!doctype html><html><head><title>${title}</title></head><body>${title}</body></html>`,
  type: 'text/html',
});

/** What comes from a proxy, or from a page that took the API's place. */
export const strangers: Readonly<Record<'html' | 'bad_gateway' | 'empty', Reply>> = {
  html: page(200, 'Scheduled maintenance'),
  bad_gateway: page(502, '502 Bad Gateway'),
  empty: { status: 200, body: '' },
};

export const responseTo = ({ status, body, type, retryAfter }: Reply): Response => {
  if (body === null) return new Response(null, { status });
  const bytes = new TextEncoder().encode(body);
  const headers = new Headers({
    'content-type': `${type ?? 'application/json'}; charset=utf-8`,
    'content-length': String(bytes.length),
  });
  if (retryAfter !== undefined) headers.set('retry-after', String(retryAfter));
  return new Response(bytes, { status, headers });
};
