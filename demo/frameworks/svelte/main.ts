/** Starts the example; what the tag takes and tells in templates is known by the first import, which is types alone. */
/* oxlint-disable import/no-empty-named-blocks, unicorn/require-module-specifiers -- elsewhere: "types": ["otp-verify/svelte"] */
import type {} from 'otp-verify/svelte';
import { mount } from 'svelte';
import { readNonce } from '../session.ts';
import App from './app.svelte';

const target = document.querySelector('main');
if (target) mount(App, { target, props: { nonce: await readNonce() } });
