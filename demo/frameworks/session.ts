/** The visitor's session, as the page's backend keeps it. */
export async function readNonce(): Promise<string> {
  const response = await fetch('/session');
  const { nonce } = (await response.json()) as { readonly nonce: string };
  return nonce;
}
