/** `/tickets`: lets a browser verify a number that the backend already knows, without the number ever reaching it. */
import type { TicketRequest, TicketResponse } from './contract.ts';
import { sealTicket } from './handle.ts';
import type { Policy } from './policy.ts';
import { TICKET_TTL } from './policy.ts';
import { refuse } from './problems.ts';
import type { Refusal } from './problems.ts';
import { maskRecipient } from './recipient.ts';
import type { Secrets } from './secrets.ts';

export type TicketPorts = {
  readonly policy: Policy;
  readonly secrets: Secrets;
  readonly now: () => number;
  readonly randomId: () => string;
  /** Whether a verification may be started from there at all. */
  readonly isKnownAudience: (audience: string) => boolean;
};

export async function issueTicket(
  request: TicketRequest,
  ports: TicketPorts,
): Promise<{ readonly ok: true; readonly ticket: TicketResponse } | Refusal> {
  const { to, subject, nonce, audience, channels } = request;
  const admitted = ports.policy.admit(to, channels?.[0]);
  if (!admitted.ok) return admitted;
  if (audience !== undefined && !ports.isKnownAudience(audience)) {
    const message = 'must be one of ALLOWED_ORIGINS or NATIVE_AUDIENCES';
    return refuse('malformed_request', { errors: [{ path: 'audience', message }] });
  }
  const expiresIn = request.ttl ?? TICKET_TTL;
  const facts = {
    id: ports.randomId(),
    recipient: to,
    subject,
    expiresAt: Math.floor(ports.now() / 1000) + expiresIn,
    ...(nonce !== undefined && { nonce }),
    ...(audience !== undefined && { audience }),
    ...(channels !== undefined && { channels }),
  };
  const ticket = await sealTicket(facts, ports.secrets.tickets);
  return { ok: true, ticket: { ticket, recipient: maskRecipient(to), expiresIn } };
}
