/** Which limit a client address belongs to: an IPv4 address, or the network that one IPv6 subscriber has. */

/** The 16-bit groups of an IPv6 address, or `undefined` where it is none. The URL parser knows every way to write one. */
function ipv6Groups(address: string): readonly number[] | undefined {
  const host = URL.parse(`http://[${address.replace(/%.*$/, '')}]`)?.hostname;
  if (!host) return undefined;
  const [head = '', tail] = host.slice(1, -1).split('::');
  const read = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const start = read(head);
  if (tail === undefined) return start;
  const end = read(tail);
  return [...start, ...Array.from({ length: 8 - start.length - end.length }, () => 0), ...end];
}

export type ClientNetworks = {
  /** What one client has: an IPv4 address or an IPv6 /64. */
  readonly own: string;
  /** What one site may have: an IPv6 /48. */
  readonly site?: string;
};

/** An unreadable or missing address counts as one client that all share: too much is allowed, too little never. */
export function clientNetworks(address: string | undefined): ClientNetworks {
  if (address === undefined) return { own: 'unknown' };
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) return { own: address };
  const groups = ipv6Groups(address);
  if (!groups) return { own: 'unknown' };
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groups;
  const isMapped = a === 0 && b === 0 && c === 0 && d === 0 && e === 0 && f === 0xffff;
  if (isMapped) return { own: [g >> 8, g & 255, h >> 8, h & 255].join('.') };
  const hex = (parts: readonly number[]): string => parts.map((part) => part.toString(16)).join(':');
  return { own: `${hex([a, b, c, d])}/64`, site: `${hex([a, b, c])}/48` };
}
