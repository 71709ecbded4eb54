'use client';
/**
 * `<otp-verify>` as a React component. On custom elements React 18 sets nothing but attributes and React 19 guesses what is
 * a property, so attributes and events are the component's own concern: as in HTML, and the same in both.
 */
import {
  createElement,
  forwardRef,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type ForwardedRef,
  type ForwardRefExoticComponent,
  type HTMLAttributes,
  type RefAttributes,
} from 'react';
import type { OtpAttributes, OtpListener, OtpListeners, OtpProperties } from './frameworks.ts';
import { OtpVerify as OtpVerifyElement } from './otp-verify.ts';

export type { OtpVerifyElement };
export type { OtpEvents, OtpMessages, OtpState, OtpVerification } from './index.ts';

const handlers = {
  'otp-ready': 'onReady',
  'otp-state': 'onState',
  'otp-before-send': 'onBeforeSend',
  'otp-sent': 'onSent',
  'otp-delivery': 'onDelivery',
  'otp-challenge': 'onChallenge',
  'otp-verified': 'onVerified',
  'otp-rejected': 'onRejected',
  'otp-ended': 'onEnded',
  'otp-error': 'onError',
  input: 'onInput',
  change: 'onChange',
} as const;

/** Of the properties, those that HTML has as attributes, and what else does something as an attribute. */
const attributes = {
  relay: 'relay',
  name: 'name',
  required: 'required',
  disabled: 'disabled',
  recipient: 'recipient',
  recipientLocked: 'recipient-locked',
  ticket: 'ticket',
  channels: 'channels',
  country: 'country',
  countries: 'countries',
  lang: 'lang',
  proofNonce: 'proof-nonce',
  noAutoCheck: 'no-auto-check',
  noPersist: 'no-persist',
  autoFocus: 'autofocus',
} as const;

/** What React is not to see. */
const own: ReadonlySet<string> = new Set([
  ...Object.values(handlers),
  ...Object.keys(attributes),
  'messages',
  'challengeToken',
  'value',
  'className',
  'hidden',
]);

type Handlers = {
  readonly [Type in keyof typeof handlers as (typeof handlers)[Type]]?: OtpListener<Type>;
};

type Own = OtpProperties & Handlers & { readonly lang?: string | undefined; readonly autoFocus?: boolean | undefined };

export type OtpVerifyProps = Own & Omit<HTMLAttributes<OtpVerifyElement>, keyof Own>;

type Given = Partial<OtpVerifyProps>;

/** A server runs no effects, and React 18 warns there of the one that is meant. */
const useCommitEffect = globalThis.document ? useLayoutEffect : useEffect;

export const OtpVerify: ForwardRefExoticComponent<OtpVerifyProps & RefAttributes<OtpVerifyElement>> = forwardRef(
  function OtpVerify(props: OtpVerifyProps, ref: ForwardedRef<OtpVerifyElement>) {
    const host = useRef<OtpVerifyElement>(null);
    const given = useRef<Given>({});
    // For the server's HTML, and for React to find it unchanged; whatever changes later is written by the effect.
    const [first] = useState(() => firstAttributes(props));

    useCommitEffect(() => {
      const element = host.current;
      if (!element) return undefined;
      const ending = new AbortController();
      const listen = (event: Event): void => {
        // No keystroke in a field, and nothing that is ticked inside.
        if (event.target === element) tell(given.current, event);
      };
      for (const type of Object.keys(handlers)) element.addEventListener(type, listen, { signal: ending.signal });
      // Only now: before, the element would add its fields to what React takes over from the server.
      if (!customElements.get('otp-verify')) customElements.define('otp-verify', OtpVerifyElement);
      return () => ending.abort();
    }, []);

    useCommitEffect(() => {
      if (host.current) write(host.current, props, given.current);
      given.current = props;
    });

    useImperativeHandle<OtpVerifyElement | null, OtpVerifyElement | null>(ref, () => host.current, []);

    const others = Object.entries(props).filter(([name]) => !own.has(name));
    // React 18 knows no `className` here, and would write `hidden="false"`.
    const { className, hidden } = props;
    return createElement('otp-verify', {
      ...Object.fromEntries(others),
      ...first,
      class: className,
      hidden: hidden || undefined,
      ref: host,
    });
  },
);

const attributeNames = Object.entries(attributes) as readonly [keyof typeof attributes, string][];

const firstAttributes = (props: Given): Readonly<Record<string, unknown>> =>
  Object.fromEntries(attributeNames.map(([name, attribute]) => [attribute, props[name] || undefined]));

/** Only what has changed: the element and the person in front of it may have gone on from what was given before. */
function write(element: OtpVerifyElement, props: Given, before: Given): void {
  for (const [name, attribute] of attributeNames) {
    const text = textOf(props[name]);
    if (text === textOf(before[name])) continue;
    if (text === undefined) element.removeAttribute(attribute);
    else element.setAttribute(attribute, text);
  }
  const { messages, challengeToken = '', value } = props;
  if (messages !== before.messages) element.messages = messages;
  if (challengeToken !== (before.challengeToken ?? '')) element.challengeToken = challengeToken;
  if (value !== undefined && value !== before.value && value !== element.value) element.value = value;
}

/** As an attribute; absent: undefined. */
function textOf(value: string | boolean | readonly string[] | undefined): string | undefined {
  if (typeof value === 'boolean') return value ? '' : undefined;
  return typeof value === 'string' ? value : value?.join(' ');
}

function tell(props: Given, event: Event): void {
  const handler = props[handlers[event.type as keyof typeof handlers]] as ((event: Event) => void) | undefined;
  handler?.(event);
}

/** The tag itself in JSX: for React 19, and in the browser alone. */
export type OtpVerifyTag = OtpProperties &
  OtpAttributes &
  OtpListeners &
  Omit<HTMLAttributes<OtpVerifyElement>, keyof OtpProperties> &
  RefAttributes<OtpVerifyElement> & { readonly class?: string | undefined };

/* oxlint-disable typescript/consistent-type-definitions, typescript/no-namespace -- only these can be added to */
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'otp-verify': OtpVerifyTag;
    }
  }
}
