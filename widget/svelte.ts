/** Props and events of `<otp-verify>` in Svelte's templates: `/// <reference types="otp-verify/svelte" />`. Types alone. */
import type { HTMLAttributes as AllAttributes } from 'svelte/elements';
import type { OtpAttributes, OtpListeners, OtpProperties } from './frameworks.ts';
import type { OtpVerify } from './index.ts';

/* oxlint-disable typescript/consistent-type-definitions -- only an interface can be added to */
declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'otp-verify': OtpProperties & OtpAttributes & OtpListeners & Omit<AllAttributes<OtpVerify>, keyof OtpProperties>;
  }
}
