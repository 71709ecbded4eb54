/** Secrets that a request brings: read from `Authorization`, compared in constant time. */

/** The token of `Authorization: Bearer …` (RFC 6750), or `undefined`. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer +([\w.~+/=-]+) *$/i.exec(authorization ?? '')?.[1];
}

const digest = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));

/** Whether `given` is one of `secrets`: hashes of equal length are compared to the end, whatever they are. */
export async function isOneOf(given: string | undefined, secrets: readonly string[]): Promise<boolean> {
  const actual = await digest(given ?? '');
  let matches = false;
  for (const secret of secrets) {
    const expected = await digest(secret);
    let difference = 0;
    for (const [index, byte] of actual.entries()) difference |= byte ^ (expected[index] ?? 0);
    if (difference === 0) matches = true;
  }
  return matches && given !== undefined;
}
