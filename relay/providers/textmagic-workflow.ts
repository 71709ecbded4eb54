/** Textmagic's workflows: what they send, and when. See https://www.textmagic.com/docs/api/send-2fa-messages/. */
import type { Channel } from '../contract.ts';

/** The steps of each workflow, all with the same code. */
export const TEXTMAGIC_WORKFLOWS = {
  1: ['sms', 'voice', 'voice'],
  2: ['sms', 'sms', 'voice'],
  3: ['voice', 'voice'],
  4: ['sms', 'sms'],
  5: ['sms', 'voice'],
  6: ['sms'],
  7: ['voice'],
} as const satisfies Record<number, readonly Channel[]>;

export type TextmagicWorkflow = keyof typeof TEXTMAGIC_WORKFLOWS;

/** Each further step follows after a minute, whether or not the one before was delivered. */
const STEP_MS = 60_000;

/** The channel of the step that was the latest to begin, so many milliseconds after the start. */
export function runningStep(workflow: TextmagicWorkflow, elapsed: number): Channel {
  const steps: readonly Channel[] = TEXTMAGIC_WORKFLOWS[workflow];
  const begun = steps.slice(0, Math.max(0, Math.floor(elapsed / STEP_MS)) + 1);
  return begun.at(-1) ?? 'sms';
}
