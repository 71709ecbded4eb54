/** What a host keeps in its environment. */
/* oxlint-disable -- of another project: consumer.test.ts checks it there */
const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
const { privateKey } = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;

export const proofPrivateKey: string = JSON.stringify(await crypto.subtle.exportKey('jwk', privateKey));
export const relaySecret = 'relay-secret-of-at-least-thirty-two-bytes';
export const apiKey = 'key';
export const serviceId = 'service';
