/** Registers `<otp-verify>`, and tells TypeScript about the tag and its events: the package's only side effect. */
import type { Channel } from '../relay/contract.ts';
import type { OtpEventDetails, StateName } from './flow-state.ts';
import { OtpVerify } from './otp-verify.ts';

export { OtpVerify };
export type { Facts as OtpVerification, OtpEventDetails, StateName as OtpState } from './flow-state.ts';
export type { Messages as OtpMessages } from './messages/index.ts';

/** All events of the element, by name and `detail`; they bubble and are composed. */
export type OtpEvents = {
  'otp-ready': CustomEvent<null>;
  'otp-state': CustomEvent<{ readonly state: StateName; readonly previous: StateName }>;
  /** Cancelable: nothing is sent then. */
  'otp-before-send': CustomEvent<{ readonly channel: Channel }>;
} & { [Name in keyof OtpEventDetails]: CustomEvent<OtpEventDetails[Name]> };

/* oxlint-disable typescript/consistent-type-definitions -- only an interface can be added to */
declare global {
  interface HTMLElementTagNameMap {
    'otp-verify': OtpVerify;
  }
  interface HTMLElementEventMap extends OtpEvents {}
}

// On a server there is nothing to register with; beside another copy the first one stays.
if (globalThis.customElements && !customElements.get('otp-verify')) customElements.define('otp-verify', OtpVerify);
