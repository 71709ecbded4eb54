/** Receives the code of a text message from the browser itself (WebOTP, https://wicg.github.io/web-otp/), where it can. */

/** TypeScript's DOM library has no WebOTP yet. */
type OtpRequest = CredentialRequestOptions & { readonly otp: { readonly transport: readonly ['sms'] } };

/**
 * Waits for the text message and gives its code as it came. `undefined` where the browser cannot, where the person says no, or when `signal` aborts;
 * never rejects.
 */
export async function receiveCode(signal: AbortSignal): Promise<string | undefined> {
  if (!('OTPCredential' in globalThis)) return undefined;
  const request: OtpRequest = { otp: { transport: ['sms'] }, signal };
  try {
    const credential = await navigator.credentials.get(request);
    return credential && 'code' in credential ? String(credential.code) : undefined;
  } catch {
    return undefined;
  }
}
