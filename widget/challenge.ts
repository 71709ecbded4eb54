/** Finds the answer of a bot check that lives in the page's own DOM: Turnstile, hCaptcha, reCAPTCHA, ALTCHA. */

/** These services leave it in a field of the page's form, without an event that could be heard. */
const responses = /^(?:cf-turnstile|h-captcha|g-recaptcha)-response|^altcha$/;

export function findToken(host: HTMLElement): string | undefined {
  const fields = host.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('[slot=challenge] :is(input, textarea)');
  return [...fields].find(({ name, value }) => responses.test(name) && value)?.value;
}
