/**
 * A relay somewhere, spoken to over HTTP alone: every answer is held to the relay's own OpenAPI document, and to what the
 * contract says of all answers.
 */
import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { PAGE, RELAY_URL } from './relay-fixture.ts';
import type { Reply, TestRequest } from './relay-fixture.ts';

/** The way to a relay: how a request of the client at `address` reaches it, with all that the platform adds. */
export type WayToRelay = (path: string, init: RequestInit, address: string) => Promise<Response>;

export type WireRequest = TestRequest & {
  /** Where the client is. Default: at an address that nobody else in this suite has. */
  readonly address?: string;
};

export type Wire = {
  request<T = Reply['body']>(method: string, path: string, request?: WireRequest): Promise<Reply<T>>;
  /** An address that nobody had before. */
  newAddress(): string;
  /** Everything that came back, for searches of what must not be there. */
  readonly said: readonly string[];
};

type Schema = { readonly schema: object };
type Operation = { readonly responses: Record<string, { readonly content?: Record<string, Schema> }> };
type Document = {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, object> };
};

/** The page, and the relay's own. */
const ALLOWED: ReadonlySet<string | null> = new Set([PAGE, RELAY_URL]);
const BROWSER_PATHS = /^\/(config|challenge|verification)(\/|$)/;
const CACHE: Readonly<Record<string, string>> = {
  '/config': 'private, max-age=60',
  '/.well-known/jwks.json': 'public, max-age=300',
  '/openapi.json': 'public, max-age=300',
};

/** Other runtimes have a `Response` of their own. */
async function readReply<T>(response: Response): Promise<Reply<T>> {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('Content-Type') ?? '');
  const body = (isJson ? JSON.parse(text) : undefined) as Reply<T>['body'];
  return { status: response.status, headers: new Headers([...response.headers]), text, body };
}

function checkProblem({ status, headers, body }: Reply<unknown>): void {
  assert.equal(headers.get('Content-Type'), 'application/problem+json');
  assert.equal((body as { status?: unknown }).status, status);
  assert.ok(body.type?.endsWith(`:${body.code}`), body.type);
  assert.equal(headers.get('WWW-Authenticate'), status === 401 ? 'Bearer' : null);
  assert.equal(headers.has('Allow'), status === 405);
  assert.equal(headers.has('Retry-After'), status === 429 || status === 503);
  if (headers.has('Retry-After')) assert.match(headers.get('Retry-After') ?? '', /^[1-9]\d*$/);
  if (body.code === 'rate_limited') assert.equal(Number(headers.get('Retry-After')) % 60, 0);
}

function checkHeaders(path: string, origin: string | null, { status, headers }: Reply<unknown>): void {
  assert.equal(headers.get('Cache-Control'), (status === 200 && CACHE[path]) || 'no-store', path);
  assert.equal(headers.get('X-Content-Type-Options'), 'nosniff');
  assert.equal(headers.get('Set-Cookie'), null);
  const isForBrowsers = BROWSER_PATHS.test(path);
  const allowed = isForBrowsers && ALLOWED.has(origin) ? origin : null;
  assert.equal(headers.get('Access-Control-Allow-Origin'), allowed, path);
  assert.equal(headers.get('Access-Control-Allow-Credentials'), null);
  if (isForBrowsers) assert.match(headers.get('Vary') ?? '', /\bOrigin\b/i);
  if (allowed !== null) {
    assert.match(headers.get('Access-Control-Expose-Headers') ?? '', /Retry-After.*X-Request-Id/);
  }
}

export async function connectWire(send: WayToRelay): Promise<Wire> {
  let addresses = 0;
  const newAddress = (): string => `198.51.100.${++addresses}`;
  const first = await send('/openapi.json', {}, newAddress());
  assert.equal(first.status, 200);
  const document = (await first.json()) as Document;
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  const compiled = new Map<object, ValidateFunction>();
  const requestIds = new Set<string>();
  const said: string[] = [];

  function checkBody(schema: object, body: unknown): void {
    const check = compiled.get(schema) ?? ajv.compile({ ...schema, components: document.components });
    compiled.set(schema, check);
    assert.ok(check(body), `${ajv.errorsText(check.errors)} in ${JSON.stringify(body)}`);
  }

  /** What the document says of such an answer; of methods and paths that it does not have, all are problems. */
  function checkDocumented(method: string, path: string, { status, headers, body }: Reply<unknown>): void {
    const template = path.replace(/^\/admin\/verifications\/[^/]+\//, '/admin/verifications/{id}/');
    const operation = document.paths[template]?.[method.toLowerCase()];
    const response = operation?.responses[String(status)];
    const what = `${method} ${template} ${status} ${String(body?.code)}`;
    if (operation) assert.ok(response, `${what} is not in the document`);
    const [type = ''] = (headers.get('Content-Type') ?? '').split(';');
    const schema = operation ? response?.content?.[type]?.schema : document.components.schemas['Problem'];
    if (status === 204) return assert.equal(schema, undefined);
    assert.ok(schema, `${what} is no ${type}`);
    checkBody(schema, body);
  }

  async function request<T>(method: string, path: string, wanted: WireRequest = {}): Promise<Reply<T>> {
    const { body, handle, origin = PAGE, address = newAddress() } = wanted;
    const headers = new Headers(wanted.headers);
    if (origin !== null) headers.set('Origin', origin);
    if (handle !== undefined) headers.set('Authorization', `Bearer ${handle}`);
    if (body !== undefined && !headers.has('Content-Type')) headers.set('Content-Type', 'application/json');
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const init = { method, headers: Object.fromEntries(headers), ...(text !== undefined && { body: text }) };
    const reply = await readReply<T>(await send(path, init, address));
    said.push(reply.text, JSON.stringify([...reply.headers]));

    const requestId = reply.headers.get('X-Request-Id');
    assert.ok(requestId && !requestIds.has(requestId), 'each answer has an X-Request-Id of its own');
    requestIds.add(requestId);
    // A preflight is answered by CORS alone.
    if (method === 'OPTIONS') return reply;
    const pathname = path.replace(/\?.*/, '');
    checkHeaders(pathname, origin, reply);
    if (reply.status >= 400) checkProblem(reply);
    if (pathname !== '/openapi.json' || reply.status !== 200) checkDocumented(method, pathname, reply);
    return reply;
  }

  return { request, newAddress, said };
}
