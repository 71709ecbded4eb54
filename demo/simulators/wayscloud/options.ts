/** What a WAYSCloud simulator can be told: its account, its clock, and how it behaves where the documents are silent. */
import type { SurroundingsOptions } from '../kit/surroundings.ts';

export type WayscloudChannel = 'sms' | 'voice' | 'email';

/** The five languages of its guide. */
export type WayscloudLocale = 'en' | 'no' | 'sv' | 'da' | 'fi';

/** One choice for each thing that WAYSCloud's documents leave open or contradict; the first value named is the default. */
export type WayscloudVariant = {
  /** The status of a start that sent. */
  readonly startStatus: 200 | 201;
  /** The status of a wrong code's documented body. */
  readonly wrongCodeStatus: 200 | 400 | 401 | 422;
  /** Where that body stands, if its status is an error's. */
  readonly wrongCodeBody: 'flat' | 'detail';
  /** How the fifth wrong code and what follows it is told. */
  readonly lockoutStyle: 'failed200' | '429detail' | '409';
  /** How a check of an expired session is told. */
  readonly expiredStyle: '200status' | '410' | '404';
  /** How a check of a canceled session is told. */
  readonly cancelledStyle: '200status' | '409';
  /** How a second check after success is told. */
  readonly recheckStyle: '200status' | '409';
  /** What a cancellation answers: a body, or none. */
  readonly cancelStyle: 200 | 204;
  /** What a cancellation answers where there is nothing left to cancel. */
  readonly cancelTooLate: 409 | 404;
  /**
   * The shape of errors: FastAPI's, whose validation errors are lists; the same with sentences alone; with an object; or
   * the error object of WAYSCloud's general guide.
   */
  readonly errorShape: 'detail-list' | 'detail-string' | 'detail-object' | 'error-object';
  /** The status of what is refused for its form. */
  readonly invalidStatus: 422 | 400;
  /** The account's balance, and the status that tells of an empty one. */
  readonly balance: 'ok' | 'empty402' | 'empty403';
  /** Whether a session becomes `delivered` before it is verified. */
  readonly statusGoesDelivered: 'on' | 'off';
  /** What the status endpoint tells. */
  readonly statusBody: 'whole' | 'status-alone';
  /** What becomes of a session whose message cannot be delivered. */
  readonly undelivered: 'pending' | 'failed';
  /** What a second start does to the recipient's open sessions. */
  readonly secondStart: 'leaves-open' | 'cancels';
  /** The language where none is asked for. */
  readonly defaultLocale: 'en' | 'no';
};

export const defaultVariant: WayscloudVariant = {
  startStatus: 200,
  wrongCodeStatus: 200,
  wrongCodeBody: 'flat',
  lockoutStyle: 'failed200',
  expiredStyle: '200status',
  cancelledStyle: '200status',
  recheckStyle: '200status',
  cancelStyle: 200,
  cancelTooLate: 409,
  errorShape: 'detail-list',
  invalidStatus: 422,
  balance: 'ok',
  statusGoesDelivered: 'on',
  statusBody: 'whole',
  undelivered: 'pending',
  secondStart: 'leaves-open',
  defaultLocale: 'en',
};

export type WayscloudSimulatorOptions = SurroundingsOptions & {
  /** The one key that is let in. Default `test`. */
  readonly apiKey?: string;
  readonly variant?: Partial<WayscloudVariant>;
};
