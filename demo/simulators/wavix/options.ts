/** What a Wavix simulator can be told: its account, its clock, and how it behaves where Wavix's documents are silent. */
import type { SurroundingsOptions } from '../kit/surroundings.ts';

export type WavixChannel = 'sms' | 'voice';

/** A 2FA service, as it is set up in Wavix's portal. */
export type WavixService = {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  /** Digits, 4 to 10; default 6. */
  readonly codeLength: number;
  readonly channels: readonly WavixChannel[];
  /** Whether an undelivered text becomes a call, and a failed call a text. */
  readonly failover: boolean;
  /** The portal's "number validation": a look-up, at a charge, before the first code. */
  readonly lookup: boolean;
};

/** One choice for each thing that Wavix's documents leave open or contradict; the first value named is the default. */
export type WavixVariant = {
  /** `200` by the specification, `204` by the guide. */
  readonly cancelStyle: 200 | 204;
  /** How a check of a session that has expired is told. */
  readonly expiredStyle: 'error400' | 'is_valid_false';
  /** How a wrong code is told. */
  readonly wrongStyle: 'is_valid_false' | 'error400';
  /** The status of a resend or a check in a session that never was. */
  readonly unknownSession: 400 | 404;
  /** What five attempts are counted for: each code, or the whole session. */
  readonly attemptsScope: 'code' | 'session';
  /** Whether the fifth wrong code makes the session `failed`, or only a sixth check. */
  readonly attemptsFlip: 'fifth' | 'sixth';
  /** Whether a 403 carries `error_code: "012"`, as it did until May 2026. */
  readonly errorCode012: boolean;
  /** The name of the look-up's result: the specification's, or the SDKs'. */
  readonly lookupName: 'number_lookup' | 'lookup';
  /** Which code a failover carries. */
  readonly failoverCode: 'same' | 'new';
  /** Whether a failover is one of the five sends. */
  readonly countsFailover: boolean;
  /** Whether `to` may begin with a plus. */
  readonly plusInTo: 'accept' | 'reject';
  /** The account's balance, and the status that tells of an empty one. */
  readonly balance: 'ok' | 'empty422' | 'empty400';
  /** What a check of a verified session answers. */
  readonly verifiedRecheck: 'error400' | 'is_valid_true';
  /** What the events call a code that has arrived: `delivered` in the guide, `success` in the specification. */
  readonly sendStatus: 'delivered' | 'success';
  /** Tells refusals as `success: false` within a 200. */
  readonly successFalseIn200: boolean;
  /** Required by the specification, absent from the newer guide. */
  readonly sessionUrl: 'present' | 'absent';
};

export const defaultVariant: WavixVariant = {
  cancelStyle: 200,
  expiredStyle: 'error400',
  wrongStyle: 'is_valid_false',
  unknownSession: 400,
  attemptsScope: 'code',
  attemptsFlip: 'fifth',
  errorCode012: false,
  lookupName: 'number_lookup',
  failoverCode: 'same',
  countsFailover: false,
  plusInTo: 'accept',
  balance: 'ok',
  verifiedRecheck: 'error400',
  sendStatus: 'delivered',
  successFalseIn200: false,
  sessionUrl: 'present',
};

export const defaultService: WavixService = {
  id: '7204a030201211ee9fb47d093f2f127c',
  name: '2FA Service',
  codeLength: 6,
  channels: ['sms', 'voice'],
  failover: true,
  lookup: true,
};

export type WavixSimulatorOptions = SurroundingsOptions & {
  /** The one key that is let in. Default `test`. */
  readonly apiKey?: string;
  /** The level of the key's `two_fa` scope. Default `write`. */
  readonly scope?: 'none' | 'read' | 'write';
  /** Default: one, `defaultService`. */
  readonly services?: readonly WavixService[];
  readonly variant?: Partial<WavixVariant>;
  /** After how many days a session is forgotten. Default: never. */
  readonly keepDays?: number;
};
