/** The log-in's second page: goes on by itself after the right code, and offers a reload where its ticket has run out. */
import type { OtpVerify } from '../widget/index.ts';

const widget = document.querySelector('otp-verify') as OtpVerify;
const logIn = document.querySelector('#log-in') as HTMLButtonElement;
const reload = document.querySelector('#reload') as HTMLButtonElement;

widget.addEventListener('otp-verified', () => {
  if (widget.checkValidity()) widget.form?.requestSubmit();
});

widget.addEventListener('otp-error', ({ detail }) => {
  if (detail.code !== 'invalid_ticket') return;
  // Why, the widget says itself; there is nothing more to be done with it.
  widget.disabled = logIn.hidden = true;
  reload.hidden = false;
  reload.focus();
});
