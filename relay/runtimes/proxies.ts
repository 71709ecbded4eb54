/** The client's address behind proxies: only what a trusted proxy wrote is believed, counted from the right. */
import type { Logger } from '../log.ts';
import type { ReadClient } from './start.ts';

/**
 * @param peer the address of the connection itself
 * @param forwardedFor `X-Forwarded-For`: each proxy appends the address that it was called from
 * @param trusted how many proxies stand in front
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | null,
  trusted: number,
): string | undefined {
  if (trusted === 0) return peer;
  const chain = (forwardedFor ?? '').split(',').map((entry) => entry.trim());
  const named = chain.filter((entry) => entry !== '');
  const address = named[Math.max(0, named.length - trusted)] ?? peer;
  // Some proxies append the port: 192.0.2.1:4711, [2001:db8::1]:4711.
  return address?.replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1').replace(/^\[([^\]]+)\](:\d+)?$/, '$1');
}

/** Whether an address is of a private network: a proxy of the operator's own, most likely. */
export function isPrivate(address: string | undefined): boolean {
  return /^(::ffff:)?(10|127|192\.168|172\.(1[6-9]|2\d|3[01]))\.|^(::1$|f[cd])/i.test(address ?? '');
}

/** Reads the client from its connection, or from as many proxies as may be believed. */
export function clientOfConnection(
  peerOf: (request: Request, env: unknown) => string | undefined,
  trustProxy: number,
  log: Logger,
): ReadClient {
  let warned = trustProxy > 0;
  return (request, env) => {
    const peer = peerOf(request, env);
    const forwardedFor = request.headers.get('X-Forwarded-For');
    if (!warned && forwardedFor !== null && isPrivate(peer)) {
      warned = true;
      log({ level: 'warn', message: 'a proxy seems to stand in front: TRUST_PROXY=1 would believe it' });
    }
    return { address: clientAddress(peer, forwardedFor, trustProxy) };
  };
}
