/** The part of Infobip's API that manages applications and message templates. */
import type { Context, Hono } from 'hono';
import type * as z from 'zod/mini';
import type { Env, Front } from '../kit/front.ts';
import type { Reply } from '../kit/replies.ts';
import type { Account } from './account.ts';
import { Windows } from './limits.ts';
import type { InfobipMoment } from './magic-numbers.ts';
import type { InfobipApplication, InfobipTemplate } from './options.ts';
import type { Replies } from './replies.ts';
import * as requests from './requests.ts';

/** The sends, whatever their channel; the checks; a look at a recipient; and the two kinds of things to manage. */
export type InfobipCall = 'start' | 'resend' | 'check' | 'status' | 'applications' | 'templates';

type Management = {
  readonly front: Front<InfobipCall, InfobipMoment>;
  readonly account: Account;
  readonly replies: Replies;
  readonly clock: () => number;
};

/** How often the account may ask for each in ten minutes, as the specification says. */
const limits = {
  'list applications': 50,
  'read an application': 100,
  'create an application': 20,
  'update an application': 40,
  'create an e-mail template': 20,
  'update an e-mail template': 40,
} as const;
const tenMinutes = 600_000;

/** What a route's path names. */
type Found = { readonly application: InfobipApplication; readonly template?: InfobipTemplate };

const applicationsPath = '/2fa/2/applications';
const applicationPath = `${applicationsPath}/:app`;

export const mountManagement = (app: Hono<Env>, { front, account, replies, clock }: Management): void => {
  const windows = new Windows();

  const limited =
    (what: keyof typeof limits | undefined, answer: (c: Context<Env>) => Reply | Promise<Reply>) =>
    (c: Context<Env>): Reply | Promise<Reply> =>
      what === undefined || windows.take(what, { count: limits[what], period: tenMinutes }, clock())
        ? answer(c)
        : replies.tooMany;

  /** Finds the application in a path, and the template where the path names one. */
  const finding =
    (answer: (c: Context<Env>, found: Found) => Reply | Promise<Reply>) =>
    (c: Context<Env>): Reply | Promise<Reply> => {
      const application = account.applications.get(c.req.param('app') ?? '');
      if (!application) return replies.notFound;
      const messageId = c.req.param('msg');
      if (messageId === undefined) return answer(c, { application });
      const template = account.template(application.applicationId, messageId);
      return template ? answer(c, { application, template }) : replies.notFound;
    };

  const savingApplication = async (c: Context<Env>, old?: InfobipApplication): Promise<Reply> => {
    const body = await requests.readBody(c.req.raw, requests.applicationRequest, replies);
    if (body.outcome === 'malformed') return body.reply;
    return replies.applicationShown(account.saveApplication(body.fields, old), old ? 200 : 201);
  };

  const savingTemplate = (schema: z.ZodMiniType<Readonly<Record<string, unknown>>>) =>
    finding(async (c, { application, template }) => {
      const body = await requests.readBody(c.req.raw, schema, replies);
      if (body.outcome === 'malformed') return body.reply;
      return replies.templateShown(account.saveTemplate(application.applicationId, body.fields, template));
    });

  const applications = (what: keyof typeof limits, answer: (c: Context<Env>) => Reply | Promise<Reply>) =>
    front.serve('applications', limited(what, answer));
  const templates = (answer: (c: Context<Env>) => Reply | Promise<Reply>, what?: keyof typeof limits) =>
    front.serve('templates', limited(what, answer));

  app.get(
    applicationsPath,
    applications('list applications', () => replies.applicationsShown([...account.applications.values()])),
  );
  app.post(
    applicationsPath,
    applications('create an application', (c) => savingApplication(c)),
  );
  app.get(
    applicationPath,
    applications(
      'read an application',
      finding((_, { application }) => replies.applicationShown(application)),
    ),
  );
  app.put(
    applicationPath,
    applications(
      'update an application',
      finding((c, { application }) => savingApplication(c, application)),
    ),
  );

  app.get(
    `${applicationPath}/messages`,
    templates(finding((_, { application }) => replies.templatesShown(account.templatesOf(application.applicationId)))),
  );
  app.get(
    `${applicationPath}/messages/:msg`,
    templates(finding((_, { template }) => (template ? replies.templateShown(template) : replies.notFound))),
  );
  app.post(`${applicationPath}/messages`, templates(savingTemplate(requests.phoneTemplateRequest)));
  app.put(`${applicationPath}/messages/:msg`, templates(savingTemplate(requests.phoneTemplateUpdate)));
  app.post(
    `${applicationPath}/email/messages`,
    templates(savingTemplate(requests.emailTemplateRequest), 'create an e-mail template'),
  );
  app.put(
    `${applicationPath}/email/messages/:msg`,
    templates(savingTemplate(requests.emailTemplateUpdate), 'update an e-mail template'),
  );
};
