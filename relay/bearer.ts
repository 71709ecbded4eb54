/** Secrets that a request brings: read from `Authorization`, compared in constant time. */

/** The token of `Authorization: Bearer …` (RFC 6750), or `undefined`. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer +([\w.~+/=-]+) *$/i.exec(authorization ?? '')?.[1];
}

const digest = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));

/** Tells whether a text is one of `secrets`: hashes of equal length are compared to the end, whatever they are. */
export function oneOf(secrets: readonly string[]): (given: string | undefined) => Promise<boolean> {
  let digests: Promise<readonly Uint8Array[]> | undefined;
  return async (given) => {
    const [actual, all] = await Promise.all([digest(given ?? ''), (digests ??= Promise.all(secrets.map(digest)))]);
    let matches = false;
    for (const expected of all) {
      let difference = 0;
      for (const [index, byte] of actual.entries()) difference |= byte ^ (expected[index] ?? 0);
      if (difference === 0) matches = true;
    }
    return matches && given !== undefined;
  };
}
