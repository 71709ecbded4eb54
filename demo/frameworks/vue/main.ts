/** Starts the example; what the tag takes and tells in templates is known by the first import, which is types alone. */
/* oxlint-disable import/no-empty-named-blocks, unicorn/require-module-specifiers -- elsewhere: "types": ["otp-verify/vue"] */
import type {} from 'otp-verify/vue';
import { createApp } from 'vue';
import { readNonce } from '../session.ts';
import App from './app.vue';

createApp(App, { nonce: await readNonce() }).mount('main');
