/** Keeps a verification over a reload, in `sessionStorage`: its handle, never a code, a proof, or the number in full. */
import type { Facts, Session } from './flow-state.ts';

/** What is kept. Moments are those of the clock, which goes on while the page is away. */
type Kept = Pick<Session, 'handle' | 'expiresAt' | 'resendAt'> & { readonly facts: Facts };

/** Nothing is kept where the page may not store anything. */
function storage(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}

export function save(key: string, session: Session | undefined): void {
  try {
    if (!session?.handle) return storage()?.removeItem(key);
    const { handle, facts, expiresAt, resendAt } = session;
    storage()?.setItem(key, JSON.stringify({ handle, facts, expiresAt, resendAt } satisfies Kept));
  } catch {
    // A full storage costs the reload, not the verification.
  }
}

export function restore(key: string): Session | undefined {
  try {
    const kept: unknown = JSON.parse(storage()?.getItem(key) ?? 'null');
    return isKept(kept)
      ? { ...kept, to: undefined, pollAt: Infinity, tried: [], stale: false, proof: undefined }
      : undefined;
  } catch {
    return undefined;
  }
}

/** The storage is the page's own; an older version of this file may have written to it. */
const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' && value !== null && 'handle' in value && 'facts' in value && 'resendAt' in value;
