/** `GET /openapi.json`: OpenAPI 3.1, made from the schemas that validate the requests. Loaded when it is asked for. */
import * as z from 'zod/mini';
import type { ProblemCode } from './contract.ts';
import { problemCodes, problemWords } from './problems.ts';
import {
  checkRequest,
  listQuery,
  restartRequest,
  sendRequest,
  startRequest,
  ticketRequest,
  ticketStartRequest,
} from './schemas.ts';

type Json = { readonly [name: string]: unknown };

export type OpenApiOptions = {
  /** The relay's base URL. */
  readonly publicUrl: string;
  /** Digits of a code: those that occur. */
  readonly codeLengths: readonly number[];
  readonly hasServerEndpoints: boolean;
  readonly hasOperatorEndpoints: boolean;
  readonly hasOwnChallenge: boolean;
};

const text = (description: string, more: Json = {}): Json => ({ type: 'string', description, ...more });
const seconds = (description: string): Json => ({ type: 'integer', minimum: 0, description });
const object = (properties: Json, optional: readonly string[] = []): Json => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});
const orNull = (schema: Json): Json => ({ anyOf: [schema, { type: 'null' }] });
const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

const channel = { type: 'string', enum: ['sms', 'voice', 'email'] };
const channels = { type: 'array', items: channel };
const status = { type: 'string', enum: ['pending', 'verified', 'expired', 'failed', 'canceled'] };

const schemas: Json = {
  Config: object({
    version: { const: 1 },
    channels,
    codeLength: { type: 'integer' },
    countries: orNull({ type: 'array', items: text('ISO 3166-1 alpha-2') }),
    country: orNull(text('The visitor’s own')),
    challenge: orNull(
      object(
        {
          kind: { type: 'string', enum: ['turnstile', 'hcaptcha', 'recaptcha', 'altcha'] },
          siteKey: text('The bot check’s public key'),
          url: text('Where an ALTCHA challenge is fetched', { format: 'uri' }),
          when: { type: 'string', enum: ['always', 'suspicious'] },
        },
        ['siteKey', 'url'],
      ),
    ),
  }),
  Verification: object(
    {
      handle: text('The capability that names it; goes into Authorization, never into a URL'),
      status,
      channel,
      recipient: text('Masked'),
      codeLength: { type: 'integer' },
      expiresIn: seconds('How long the latest code is still valid; 0 when it is not'),
      resendIn: seconds('When another code can be asked for; 0 when it is now'),
      attemptsRemaining: seconds('An upper bound for the current code'),
      sendsRemaining: seconds('Codes that can still be asked for'),
      earlierCodes: { type: 'string', enum: ['void', 'valid'] },
      channels,
      delivery: orNull(object({ channel, status: { type: 'string', enum: ['pending', 'delivered', 'failed'] } })),
      pollIn: orNull(seconds('After how many seconds a GET may learn something new')),
      proof: text('While it is verified and the proof lives'),
      proofExpiresIn: seconds('How long the proof lives'),
    },
    ['proof', 'proofExpiresIn'],
  ),
  Problem: {
    type: 'object',
    description: 'RFC 9457',
    properties: {
      type: text('Ends in the code', { format: 'uri' }),
      title: text('What it is'),
      status: { type: 'integer' },
      detail: text('For a developer: what to do'),
      code: { type: 'string', enum: problemCodes },
      errors: { type: 'array', items: object({ path: text('The member'), message: text('What is wrong with it') }) },
      verification: status,
      channels,
    },
    required: ['type', 'title', 'status', 'detail', 'code'],
  },
  Ticket: object({
    ticket: text('For the browser'),
    recipient: text('Masked'),
    expiresIn: seconds('How long it can be used'),
  }),
  Siteverify: object(
    {
      success: { type: 'boolean' },
      challenge_ts: text('When it was verified', { format: 'date-time' }),
      hostname: text('Of the page, or the native audience'),
      sub: text('The recipient, or the ticket’s subject'),
      phone_number: text('E.164'),
      email: text('An address'),
      amr: { type: 'array', items: text('RFC 8176') },
      nonce: text('The one of the start'),
      'error-codes': { type: 'array', items: text('As Turnstile’s') },
    },
    ['challenge_ts', 'hostname', 'sub', 'phone_number', 'email', 'amr', 'nonce'],
  ),
  AdminVerifications: object({
    verifications: {
      type: 'array',
      items: object({
        id: text('The provider’s own'),
        createdAt: text('ISO 8601'),
        recipient: text('Masked'),
        country: orNull(text('ISO 3166-1 alpha-2')),
        status: text('In the provider’s words'),
        charge: orNull(text('A decimal')),
        currency: orNull(text('ISO 4217')),
        service: orNull(text('The provider’s service')),
      }),
    },
    next: orNull(text('The cursor of the next page')),
  }),
  AdminEvents: object({
    events: {
      type: 'array',
      items: object({
        at: text('ISO 8601'),
        event: text('In the provider’s words'),
        status: text('In the provider’s words'),
        charge: orNull(text('A decimal')),
        error: orNull(text('What went wrong')),
      }),
    },
  }),
  Health: object({ status: { const: 'ok' } }),
  KeySet: {
    type: 'object',
    description: 'RFC 7517',
    properties: { keys: { type: 'array', items: { type: 'object' } } },
    required: ['keys'],
  },
};

const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } });
const answers = (code: number, description: string, name?: string): Json => ({
  [code]: { description, ...(name !== undefined && json(ref(name))) },
});

/** The problems of an operation, by their status. */
function problems(codes: readonly ProblemCode[]): Json {
  const always: readonly ProblemCode[] = ['method_not_allowed', 'internal_error'];
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of [...codes, ...always]) {
    const { status: answer } = problemWords[code];
    byStatus.set(answer, [...(byStatus.get(answer) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([code, names]) => [
      code,
      { description: names.join(', '), content: { 'application/problem+json': { schema: ref('Problem') } } },
    ]),
  );
}

const BODY: readonly ProblemCode[] = ['malformed_request', 'body_too_large', 'unsupported_media_type'];
const PAGE: readonly ProblemCode[] = ['origin_not_allowed'];
const HANDLE: readonly ProblemCode[] = [...PAGE, 'invalid_handle'];
const SEND: readonly ProblemCode[] = [
  'invalid_recipient',
  'country_not_allowed',
  'ticket_required',
  'challenge_required',
  'challenge_failed',
  'channel_not_available',
  'rate_limited',
  'provider_rejected',
  'provider_unavailable',
  'outcome_unknown',
];

const schemaOf = (schema: z.ZodMiniType): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;
  return rest;
};

const body = (...of: readonly z.ZodMiniType[]): Json => ({
  required: true,
  ...json(of.length === 1 && of[0] ? schemaOf(of[0]) : { anyOf: of.map(schemaOf) }),
});

type Operation = {
  readonly summary: string;
  readonly security?: readonly Json[];
  readonly requestBody?: Json;
  readonly parameters?: readonly Json[];
  readonly responses: Json;
};

const byHandle = [{ handle: [] }];

/** @returns the document, as it is served */
export function openApi(options: OpenApiOptions): Json {
  const paths: Record<string, Record<string, Operation>> = {
    '/config': {
      get: {
        summary: 'What may be shown before anything was sent',
        responses: { ...answers(200, 'The configuration', 'Config'), ...problems(PAGE) },
      },
    },
    '/verification': {
      post: {
        summary:
          'Starts a verification: by number, by ticket, or afresh with the handle of one that has expired or failed',
        security: [{}, ...byHandle],
        requestBody: body(startRequest, ticketStartRequest, restartRequest),
        responses: {
          ...answers(201, 'A code was sent', 'Verification'),
          ...problems([...BODY, ...HANDLE, ...SEND, 'invalid_ticket', 'verification_ended', 'verification_open']),
        },
      },
      get: {
        summary: 'Reads a verification',
        security: byHandle,
        responses: {
          ...answers(200, 'As it is', 'Verification'),
          ...problems([...HANDLE, 'rate_limited', 'provider_unavailable']),
        },
      },
      delete: {
        summary: 'Gives a verification up',
        security: byHandle,
        responses: {
          ...answers(204, 'It is canceled'),
          ...problems([...HANDLE, 'verification_ended', 'provider_unavailable']),
        },
      },
    },
    '/verification/send': {
      post: {
        summary: 'Sends another code, by this channel',
        security: byHandle,
        requestBody: body(sendRequest),
        responses: {
          ...answers(200, 'It was sent', 'Verification'),
          ...problems([...BODY, ...HANDLE, ...SEND, 'no_sends_left', 'verification_ended', 'resend_too_soon']),
        },
      },
    },
    '/verification/check': {
      post: {
        summary: 'Tries a code; a wrong one is no error',
        security: byHandle,
        requestBody: body(checkRequest(...options.codeLengths)),
        responses: {
          ...answers(200, 'What the verification now is', 'Verification'),
          ...problems([
            ...BODY,
            ...HANDLE,
            'rate_limited',
            'provider_rejected',
            'provider_unavailable',
            'outcome_unknown',
          ]),
        },
      },
    },
    '/.well-known/jwks.json': {
      get: { summary: 'The keys that verify a proof', responses: answers(200, 'The key set', 'KeySet') },
    },
    '/health': { get: { summary: 'Whether the relay runs', responses: answers(200, 'It does', 'Health') } },
    ...(options.hasOwnChallenge && {
      '/challenge': {
        get: {
          summary: 'A fresh ALTCHA challenge',
          responses: { 200: { description: 'It', ...json({ type: 'object' }) }, ...problems(PAGE) },
        },
      },
    }),
    ...(options.hasServerEndpoints && {
      '/siteverify': {
        post: {
          summary: 'Redeems a proof, once; always 200',
          requestBody: {
            required: true,
            ...json(
              object(
                Object.fromEntries(
                  ['secret', 'response', 'remoteip', 'idempotency_key', 'nonce', 'audience'].map((name) => [
                    name,
                    { type: 'string' },
                  ]),
                ),
                ['remoteip', 'idempotency_key', 'nonce', 'audience'],
              ),
            ),
          },
          responses: { ...answers(200, 'The verdict', 'Siteverify'), ...problems(['body_too_large']) },
        },
      },
      '/tickets': {
        post: {
          summary: 'Makes a ticket for a number that the browser must not see',
          security: [{ server: [] }],
          requestBody: body(ticketRequest),
          responses: {
            ...answers(201, 'The ticket', 'Ticket'),
            ...problems([...BODY, 'unauthorized', 'invalid_recipient', 'country_not_allowed']),
          },
        },
      },
    }),
    ...(options.hasOperatorEndpoints && {
      '/admin/verifications': {
        get: {
          summary: 'The provider’s verifications of these days, newest first',
          security: [{ admin: [] }],
          parameters: Object.entries(listQuery.shape).map(([name, schema]) => ({
            name,
            in: 'query',
            required: name === 'from' || name === 'to',
            schema: schemaOf(schema),
          })),
          responses: {
            ...answers(200, 'A page of them', 'AdminVerifications'),
            ...problems([
              'malformed_request',
              'unauthorized',
              'not_supported',
              'provider_rejected',
              'provider_unavailable',
              'outcome_unknown',
            ]),
          },
        },
      },
      '/admin/verifications/{id}/events': {
        get: {
          summary: 'What happened in one of them',
          security: [{ admin: [] }],
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          responses: {
            ...answers(200, 'Its events', 'AdminEvents'),
            ...problems([
              'unauthorized',
              'not_found',
              'not_supported',
              'provider_rejected',
              'provider_unavailable',
              'outcome_unknown',
            ]),
          },
        },
      },
    }),
  };
  const bearer = (description: string): Json => ({ type: 'http', scheme: 'bearer', description });
  return {
    openapi: '3.1.0',
    info: {
      title: 'otp-verify relay',
      version: '1',
      description: 'Verifies phone numbers for pages and apps, and keeps the provider’s key to itself.',
    },
    servers: [{ url: options.publicUrl }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        handle: bearer('A verification’s handle'),
        ...(options.hasServerEndpoints && { server: bearer('SERVER_SECRET') }),
        ...(options.hasOperatorEndpoints && { admin: bearer('ADMIN_TOKEN') }),
      },
    },
  };
}
