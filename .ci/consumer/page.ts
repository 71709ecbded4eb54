/** A page's own script that uses the element as its types promise. */
/* oxlint-disable -- of another project: consumer.test.ts checks it there */
import 'otp-verify';
import type { OtpEvents, OtpMessages, OtpState, OtpVerification } from 'otp-verify';
import type { OtpVerify } from 'otp-verify/element';

export const states: OtpState[] = [];
export const texts: Partial<OtpMessages> = {};
export let verification: OtpVerification | undefined;

const element: OtpVerify | null = document.querySelector('otp-verify');
element?.addEventListener('otp-state', ({ detail }) => states.push(detail.state));
element?.addEventListener('otp-before-send', (event: OtpEvents['otp-before-send']) => {
  if (event.detail.channel === 'voice') event.preventDefault();
});
