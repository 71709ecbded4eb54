/** What an Infobip simulator can be told: its account, its clock, and how it behaves where Infobip's documents are silent. */
import type { InfobipMessages } from '../../../relay/providers/infobip.ts';
import { INFOBIP_CONFIGURATION, templatesFor } from '../../../relay/providers/infobip-setup.ts';
import { INFOBIP_TEXTS } from '../../../relay/providers/infobip-texts.ts';
import type { SurroundingsOptions } from '../kit/surroundings.ts';

export type InfobipConfiguration = {
  /** Checks for one PIN. */
  readonly pinAttempts: number;
  /** Whether a PIN can be right more than once. */
  readonly allowMultiplePinVerifications: boolean;
  /** `15m`; in `ms`, `s`, `m`, `h` or `d`. */
  readonly pinTimeToLive: string;
  /** Checks of the PINs of one recipient: `1/3s`. */
  readonly verifyPinLimit: string;
  readonly sendPinPerApplicationLimit: string;
  readonly sendPinPerPhoneNumberLimit: string;
};

/** What Infobip takes for a member that an application leaves out. */
export const documentedConfiguration: InfobipConfiguration = {
  pinAttempts: 10,
  allowMultiplePinVerifications: true,
  pinTimeToLive: '15m',
  verifyPinLimit: '1/3s',
  sendPinPerApplicationLimit: '10000/1d',
  sendPinPerPhoneNumberLimit: '3/1d',
};

export type InfobipApplication = {
  readonly applicationId: string;
  readonly name: string;
  readonly configuration: InfobipConfiguration;
  readonly enabled: boolean;
};

export type PinType = 'NUMERIC' | 'ALPHA' | 'HEX' | 'ALPHANUMERIC';

type TemplateFields = {
  readonly pinType: PinType;
  readonly pinLength: number;
  readonly messageText?: string;
  /** Of the voice that reads it. */
  readonly language?: string;
  readonly emailTemplateId?: number;
};

/** For texts and calls where it has a `messageText`, for e-mails where it has an `emailTemplateId`. */
export type InfobipTemplate = TemplateFields & { readonly messageId: string; readonly applicationId: string };

/** One choice for each thing that Infobip's documents leave open; the first value named is the default. */
export type InfobipVariant = {
  /** How it is told that an application or a recipient has had all its sends. */
  readonly sendLimit: '429' | '400';
  /** What becomes of a check that comes too fast: refused, or judged all the same. */
  readonly verifyTooFast: '429' | '400' | 'ignore';
  /** What a check of a PIN answers that was right before, where it may be right but once. */
  readonly reverify: '400' | '404' | 'verified_false';
  /** What is left after a success: nothing, as in the official example, or what is left. */
  readonly successAttemptsRemaining: 'zero' | 'left';
  readonly pinErrorOnSuccess: 'absent' | 'NO_ERROR';
  /** The names of the errors that end a PIN: those of older documents, or those that others expect. */
  readonly pinErrors: 'TTL_EXPIRED' | 'PIN_EXPIRED';
  /** How the last wrong PIN is told. */
  readonly lastWrong: 'WRONG_PIN' | 'NO_MORE_PIN_ATTEMPTS';
  /** What the look-up says, where one is asked for. */
  readonly lookup: 'reachable' | 'not_reachable' | 'not_configured';
  /** Whether a resend makes the PIN live longer. */
  readonly resendTtl: 'keep' | 'extend';
  /** Whether a resend counts as a send. */
  readonly resendCounts: boolean;
  /** What a resend of a PIN answers that is over. */
  readonly resendOver: '404' | '400' | 'sent';
  /** The status for an application or a template that never was. */
  readonly unknownObject: 400 | 404;
  /** Whether `to` may begin with a plus. */
  readonly plusInTo: 'accept' | 'reject';
  /** The name of the exception in an error. */
  readonly exception: 'serviceException' | 'policyException';
  /** How the gateway tells that it is asked too often. */
  readonly throttle: 'requestError' | 'E429';
  /** How an empty account is told: refused, or within a 200 that did not send. */
  readonly balance: 'ok' | 'refused' | 'not_sent';
};

export const defaultVariant: InfobipVariant = {
  sendLimit: '429',
  verifyTooFast: '429',
  reverify: '400',
  successAttemptsRemaining: 'zero',
  pinErrorOnSuccess: 'absent',
  pinErrors: 'TTL_EXPIRED',
  lastWrong: 'WRONG_PIN',
  lookup: 'reachable',
  resendTtl: 'keep',
  resendCounts: true,
  resendOver: '404',
  unknownObject: 400,
  plusInTo: 'accept',
  exception: 'serviceException',
  throttle: 'requestError',
  balance: 'ok',
};

export const defaultApplicationId = 'HJ675435E3A6EA43432G5F37A635KJ8B';

/** The e-mail template of the account, to which PIN templates for e-mails refer. */
export const emailTemplateId = 1234;

const wanted = templatesFor(Object.keys(INFOBIP_TEXTS), 6, emailTemplateId);

const idOf = (index: number): string =>
  `0130269F44AFD07AEBC2FEFEB30398${index.toString(16).toUpperCase().padStart(2, '0')}`;

const templateOf = ({ body }: { readonly body: object }, index: number): InfobipTemplate => ({
  messageId: idOf(index),
  applicationId: defaultApplicationId,
  ...(body as TemplateFields),
});

/** What `npm run setup:infobip` makes, and one for e-mails. */
export const defaultTemplates: readonly InfobipTemplate[] = wanted.map(templateOf);

/** The same as the relay's setting. */
export const defaultMessages: InfobipMessages = Object.fromEntries(
  (['sms', 'voice', 'email'] as const).map((channel) => [
    channel,
    Object.fromEntries(
      wanted.flatMap((template, index) => (template.channel === channel ? [[template.language, idOf(index)]] : [])),
    ),
  ]),
);

/** What a key may be allowed to do. */
export type InfobipScope = '2fa:manage' | '2fa:pin:send' | '2fa:pin:manage';

export type InfobipSimulatorOptions = SurroundingsOptions & {
  /** The one key that is let in, by any of the four ways. Default `test`. */
  readonly apiKey?: string;
  /** Default: `2fa:manage` and `2fa:pin:send`. */
  readonly scopes?: readonly InfobipScope[];
  /** Of the application that is there from the start, over what `npm run setup:infobip` chooses. */
  readonly configuration?: Partial<InfobipConfiguration>;
  /** Whether that application is enabled. Default `true`. */
  readonly enabled?: boolean;
  /** Its templates. Default: `defaultTemplates`. */
  readonly templates?: readonly InfobipTemplate[];
  readonly variant?: Partial<InfobipVariant>;
};

export const applicationOf = (options: InfobipSimulatorOptions): InfobipApplication => ({
  applicationId: defaultApplicationId,
  name: 'Demo',
  configuration: { ...documentedConfiguration, ...INFOBIP_CONFIGURATION, ...options.configuration },
  enabled: options.enabled ?? true,
});
