/**
 * A simulator of Infobip's 2FA API (`/2fa/2`): applications, templates and PINs as a Hono app, and nothing else on the
 * wire. What it does, and how the recipient makes it misbehave, is told in infobip.md.
 */
import { type Context, Hono } from 'hono';
import { auth } from 'hono/utils/basic-auth';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import * as z from 'zod/mini';
import type { Channel } from '../../relay/contract.ts';
import { Account } from './infobip/account.ts';
import { type InfobipMoment, magicOf } from './infobip/magic-numbers.ts';
import { type InfobipCall, mountManagement } from './infobip/management.ts';
import { applicationOf, defaultTemplates, defaultVariant, type InfobipSimulatorOptions } from './infobip/options.ts';
import type { InfobipPin, LivePin } from './infobip/pin.ts';
import { Pins } from './infobip/pins.ts';
import { repliesOf } from './infobip/replies.ts';
import * as requests from './infobip/requests.ts';
import { type Env, Front } from './kit/front.ts';
import { Network } from './kit/network.ts';
import { type Reply, responseTo } from './kit/replies.ts';
import { assemble, type Simulator } from './kit/simulator.ts';
import { randomUuid, surroundingsOf } from './kit/surroundings.ts';

export {
  type MagicNumber as InfobipMagicNumber,
  magicNumbers as infobipMagicNumbers,
} from './infobip/magic-numbers.ts';
export type { InfobipCall } from './infobip/management.ts';
export * from './infobip/options.ts';
export type { InfobipPin } from './infobip/pin.ts';

/** To be served; its paths begin with `/2fa/2`. A session is a PIN. */
export type InfobipSimulator = Simulator<InfobipCall, InfobipPin>;

const calls: readonly InfobipCall[] = ['start', 'resend', 'check', 'status', 'applications', 'templates'];

const suffixes: readonly (readonly [Channel, string])[] = [
  ['sms', ''],
  ['voice', '/voice'],
  ['email', '/email'],
];

export const createInfobipSimulator = (options: InfobipSimulatorOptions = {}): InfobipSimulator => {
  const { apiKey = 'test', scopes = ['2fa:manage', '2fa:pin:send'] } = options;
  const surroundings = surroundingsOf(options);
  const { clock, random } = surroundings;
  const variant = { ...defaultVariant, ...options.variant };
  const replies = repliesOf(variant);
  const network = new Network(surroundings);
  const account = new Account(applicationOf(options), options.templates ?? defaultTemplates, random);
  const pins = new Pins({ clock, random, variant }, network);
  // The official client writes `/pin/?ncNeeded=…`.
  const app = new Hono<Env>({ strict: false });

  const refuse = ({ req }: Context<Env>): Reply | undefined => {
    const key = /^(?:App|Bearer|IBSSO) (.+)$/.exec(req.header('authorization') ?? '')?.[1] ?? auth(req.raw)?.password;
    if (key !== apiKey) return replies.unauthorized;
    // The resend of e-mails has other scopes than its siblings.
    const managing = req.path.includes('/resend/email') ? '2fa:pin:manage' : '2fa:manage';
    const isPinned = /\/pin\b|\/verifications/.test(req.path);
    const isAllowed = scopes.includes(managing) || (isPinned && scopes.includes('2fa:pin:send'));
    return isAllowed ? undefined : replies.forbidden;
  };
  const front = new Front<InfobipCall, InfobipMoment>({
    ...surroundings,
    calls,
    refuse,
    faulty: (kind) => replies.faulty(kind),
  });

  const enact = (at: InfobipMoment, c: Context<Env>, to: string, session: LivePin | undefined, act: () => Reply) => {
    const { fault } = magicOf(to);
    return front.enact(at, c, { fault, ...(session && { session }) }, act);
  };

  /** The recipient as Infobip keeps it; `undefined` where there can be none. */
  const recipientOf = (channel: Channel, to: string): string | undefined => {
    if (channel === 'email') return z.email().safeParse(to).success ? to : undefined;
    const isWritten = variant.plusInTo === 'accept' ? /^\+?\d{4,15}$/ : /^\d{4,15}$/;
    const digits = to.replace('+', '');
    return isWritten.test(to) && parsePhoneNumberFromString(`+${digits}`)?.isValid() ? digits : undefined;
  };

  for (const [channel, suffix] of suffixes) {
    app.post(
      `/2fa/2/pin${suffix}`,
      front.serve('start', async (c) => {
        const query = requests.readQuery(c.req.query(), requests.startQuery, replies);
        if (query.outcome === 'malformed') return query.reply;
        const body = await requests.readBody(c.req.raw, requests.startRequests[channel], replies);
        if (body.outcome === 'malformed') return body.reply;
        const { applicationId, messageId, to: written, placeholders = {} } = body.fields;
        const application = account.applications.get(applicationId);
        if (!application) return replies.unknownObject(variant.unknownObject, 'applicationId');
        if (!application.enabled) return replies.badRequest('Application is not enabled');
        const template = account.template(applicationId, messageId);
        const isFit = template && (template.emailTemplateId !== undefined) === (channel === 'email');
        if (!isFit) return replies.unknownObject(variant.unknownObject, 'messageId');
        const to = recipientOf(channel, written);
        if (to === undefined) return replies.refused('invalid_number', variant);
        const isLookupWanted = channel === 'sms' && query.fields.ncNeeded !== 'false';
        const isTracked = 'trackDelivery' in body.fields && body.fields.trackDelivery === true;
        return enact('start', c, to, undefined, () => {
          const result = pins.send({ application, template, channel, to, placeholders }, isLookupWanted);
          const inForce = pins.variantOf(to);
          if (result.outcome === 'refused') return replies.refused(result.why, inForce);
          return replies.sent(result, channel, {
            ...(isLookupWanted && { nc: lookupWords[inForce.lookup] }),
            ...(isTracked && { trackingId: randomUuid(random) }),
          });
        });
      }),
    );

    app.post(
      `/2fa/2/pin/:id/resend${suffix}`,
      front.serve('resend', async (c, id) => {
        const body = await requests.readBody(c.req.raw, requests.resendRequests[channel], replies, {});
        if (body.outcome === 'malformed') return body.reply;
        const pin = pins.find(id);
        const application = account.applications.get(pin?.applicationId ?? '');
        if (!pin || !application) return replies.notFound;
        if (pin.to.includes('@') !== (channel === 'email')) return replies.refused('invalid_number', variant);
        return enact('resend', c, pin.to, pin, () => {
          const result = pins.resend(pin, application, channel);
          if (result.outcome === 'refused') return replies.refused(result.why, pins.variantOf(pin.to));
          return replies.sent(result, channel);
        });
      }),
    );
  }

  app.post(
    '/2fa/2/pin/:id/verify',
    front.serve('check', async (c, id) => {
      const body = await requests.readBody(c.req.raw, requests.verifyRequest, replies);
      if (body.outcome === 'malformed') return body.reply;
      const pin = pins.find(id);
      const application = account.applications.get(pin?.applicationId ?? '');
      if (!pin || !application) return replies.notFound;
      return enact('check', c, pin.to, pin, () =>
        replies.verified(pins.verify(pin, application, body.fields.pin), pin, pins.variantOf(pin.to)),
      );
    }),
  );

  app.get(
    '/2fa/2/applications/:id/verifications',
    front.serve('status', (c, id) => {
      if (!account.applications.has(id)) return replies.notFound;
      const query = requests.readQuery(c.req.query(), requests.statusQuery, replies);
      // The specification has no 400 here, and so no form of complaint.
      if (query.outcome === 'malformed') return replies.badRequest('Bad request');
      const { msisdn, verified, sent } = query.fields;
      const found = pins
        .list(id, msisdn)
        .filter((pin) => verified === undefined || String(pin.verifiedAt !== null) === verified)
        .filter((pin) => sent === undefined || String(pin.sends > 0) === sent);
      return replies.verificationsShown(found);
    }),
  );

  mountManagement(app, { front, account, replies, clock });
  app.notFound(() => responseTo(replies.notFound));

  return assemble({ app, front, network, sessions: pins.byId, codeOf: (id) => pins.find(id)?.code });
};

const lookupWords = {
  reachable: 'NC_DESTINATION_REACHABLE',
  not_reachable: 'NC_DESTINATION_NOT_REACHABLE',
  not_configured: 'NC_NOT_CONFIGURED',
} as const;
