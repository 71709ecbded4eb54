/**
 * Puts ALTCHA's own widget into an `<otp-verify>` that asks for a bot check: proof of work that the relay sets and judges
 * itself, without an account anywhere (https://altcha.org).
 */
import type { AltchaWidgetElement } from 'altcha/external';
import type { AltchaGlobal } from 'altcha/types';
import workerUrl from 'altcha/workers/pbkdf2?url';
import type { TrustedTypesWindow } from 'trusted-types/lib/index.js';
import type { OtpVerify } from '../widget/index.ts';

const { $altcha, trustedTypes } = globalThis as unknown as { $altcha: AltchaGlobal } & Partial<TrustedTypesWindow>;

/** Under `require-trusted-types-for 'script'` somebody has to vouch for a worker's script; nobody else gets hold of this. */
const vouch = trustedTypes?.createPolicy('altcha-worker', { createScriptURL: (url: string) => url });
const workerScript = vouch?.createScriptURL(workerUrl) ?? workerUrl;

$altcha.algorithms.set('PBKDF2/SHA-256', () => new Worker(workerScript as string));
// Its footer is markup that no policy vouches for; how a visitor moves and scrolls is nobody's concern.
$altcha.defaults.set({ hideFooter: true, humanInteractionSignature: false });

function addCheck(host: OtpVerify, url: string): void {
  const check: AltchaWidgetElement = document.createElement('altcha-widget');
  check.slot = 'challenge';
  check.setAttribute('challenge', url);
  // At once where somebody waits for it, else when somebody comes to the form.
  check.setAttribute('auto', host.matches(':focus-within') ? 'onload' : 'onfocus');
  // An old answer would stay, and be told of in red; the next focus mends it. Without one, only this clock is wrong.
  check.addEventListener('expired', () => {
    if (check.querySelector<HTMLInputElement>('[name=altcha]')?.value) check.reset();
  });
  host.append(check);
}

for (const host of document.querySelectorAll('otp-verify')) {
  host.addEventListener('otp-challenge', ({ detail: { url = '' } }) => {
    const check = host.querySelector('altcha-widget');
    if (!check) return addCheck(host, url);
    const state: unknown = check.getState();
    // Its answer did not pass: the visitor is asked to try once more, and nobody tries for ever.
    if (state === 'verified') check.reset();
    else if (state !== 'verifying') void check.verify();
  });
  // An answer is good for one code, and no part of the shop's form.
  host.addEventListener('otp-sent', () => host.querySelector('altcha-widget')?.remove());
}
