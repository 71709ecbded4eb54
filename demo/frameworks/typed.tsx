/** What the types for React, Vue and Svelte allow and what they refuse: compiled by frameworks.test.ts, and never run. */
/* oxlint-disable import/no-empty-named-blocks, unicorn/require-module-specifiers -- types alone */
import { OtpVerify, type OtpVerifyElement } from 'otp-verify/react';
import type {} from 'otp-verify/svelte';
import type {} from 'otp-verify/vue';
import { createRef, type ReactNode } from 'react';
import type { SvelteHTMLElements } from 'svelte/elements';
import type { GlobalComponents } from 'vue';

const heard: string[] = [];

export const react: Readonly<Record<string, ReactNode>> = {
  component: (
    <OtpVerify
      relay="/otp"
      ref={createRef<OtpVerifyElement>()}
      channels={['sms', 'voice']}
      countries={['LV', 'NO']}
      messages={{ verify: 'Check' }}
      className="field"
      style={{ inlineSize: '20rem' }}
      aria-label="Phone"
      onBeforeSend={(event) => event.detail.channel === 'voice' && event.preventDefault()}
      onEnded={({ detail }) => detail.status === 'proof-expired' && heard.push(detail.status)}
      onVerified={({ detail }) => heard.push(detail.proof)}
      onChange={({ currentTarget }) => heard.push(currentTarget.value)}
    >
      <p slot="heading">Your phone</p>
    </OtpVerify>
  ),
  // @ts-expect-error -- no relay
  incomplete: <OtpVerify name="phone_proof" />,
  // @ts-expect-error -- no such channel
  pigeon: <OtpVerify relay="/otp" channels={['pigeon']} />,
  // @ts-expect-error -- no such detail
  detail: <OtpVerify relay="/otp" onVerified={({ detail }) => void detail.code} />,
  tag: <otp-verify relay="/otp" proof-nonce="n" onotp-verified={({ detail }) => heard.push(detail.proof)} />,
  // @ts-expect-error -- no such channel
  tagWithPigeon: <otp-verify relay="/otp" channels={['pigeon']} />,
};

type InVue = InstanceType<GlobalComponents['otp-verify']>;
export const vue: readonly InVue['$props'][] = [
  { relay: '/otp', channels: ['sms'], proofNonce: 'n', required: true, class: 'field', key: 1 },
  // @ts-expect-error -- no such channel
  { relay: '/otp', channels: ['pigeon'] },
  // @ts-expect-error -- no relay
  { name: 'phone_proof' },
];
export function listenInVue(element: InVue): void {
  element.$emit('otp-verified', new CustomEvent('otp-verified', { detail: { proof: '', channel: 'sms' } }) as never);
  // @ts-expect-error -- no such event
  element.$emit('otp-typed', new CustomEvent('otp-typed') as never);
}

export const svelte: readonly SvelteHTMLElements['otp-verify'][] = [
  { relay: '/otp', channels: ['sms'], 'proof-nonce': 'n', required: true, class: 'field' },
  { relay: '/otp', 'onotp-verified': ({ detail, currentTarget }) => heard.push(detail.proof, currentTarget.state) },
  // @ts-expect-error -- no such channel
  { relay: '/otp', channels: ['pigeon'] },
  // @ts-expect-error -- no such detail
  { relay: '/otp', 'onotp-verified': ({ detail }) => void detail.code },
];
