/** A Worker that is the package's own. */
/* oxlint-disable -- of another project: consumer.test.ts checks it there */
export { Counters, default } from 'otp-verify/relay/cloudflare';
