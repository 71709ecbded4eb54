/** What is made of the options once: keys, policy, and the verification's verbs on the ports. */
import { createBotCheck } from './bot-check.ts';
import { createJournal } from './journal.ts';
import type { Logger } from './log.ts';
import type { RelayOptions, Settings } from './options.ts';
import { createPolicy } from './policy.ts';
import type { Policy } from './policy.ts';
import { createProofSigner } from './proof.ts';
import type { ProofSigner } from './proof.ts';
import { createRecords } from './records.ts';
import { deriveSecrets } from './secrets.ts';
import type { Secrets } from './secrets.ts';
import { createVerifications } from './verification.ts';
import type { Verifications } from './verification.ts';

export type Core = {
  readonly verifications: Verifications;
  readonly proofs: ProofSigner;
  readonly policy: Policy;
  readonly secrets: Secrets;
};

/** The parameters of the core that have a default. */
export type Surroundings = { readonly log: Logger; readonly now: () => number; readonly randomId: () => string };

export async function createCore(options: RelayOptions, settings: Settings, around: Surroundings): Promise<Core> {
  const { provider, store } = options;
  const secrets = await deriveSecrets(settings.relaySecret);
  const issuer = settings.proofIssuer ?? settings.publicUrl;
  const proofs = await createProofSigner(settings.proofPrivateKey, issuer, settings.proofTtl);
  const policy = createPolicy(settings, store, secrets, around.now);
  const botCheck =
    options.challenge && createBotCheck(options.challenge, settings.challengeWhen, { store, secrets, log: around.log });
  const records = createRecords(store, secrets, around.now);
  const verifications = createVerifications({
    provider,
    records,
    policy,
    botCheck,
    proofs,
    secrets,
    settings,
    journal: createJournal({ ...around, provider: provider.name, onEvent: options.onEvent }),
    now: around.now,
    randomId: around.randomId,
  });
  return { verifications, proofs, policy, secrets };
}
