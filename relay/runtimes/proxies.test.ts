import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clientAddress, isPrivate } from './proxies.ts';

describe('the client’s address', () => {
  it('is the connection’s own where no proxy is trusted, whatever a header says', () => {
    assert.equal(clientAddress('198.51.100.1', '203.0.113.9', 0), '198.51.100.1');
  });

  it('is counted from the right, so that a spoofed entry buys nothing', () => {
    assert.equal(clientAddress('10.0.0.1', '203.0.113.9', 1), '203.0.113.9');
    assert.equal(clientAddress('10.0.0.1', '6.6.6.6, 203.0.113.9', 1), '203.0.113.9');
    assert.equal(clientAddress('10.0.0.1', '6.6.6.6, 203.0.113.9, 10.0.0.2', 2), '203.0.113.9');
    assert.equal(clientAddress('10.0.0.1', null, 1), '10.0.0.1');
  });

  it('is read with or without a port', () => {
    assert.equal(clientAddress('10.0.0.1', '203.0.113.9:4711', 1), '203.0.113.9');
    assert.equal(clientAddress('10.0.0.1', '[2001:db8::1]:4711', 1), '2001:db8::1');
    assert.equal(clientAddress('10.0.0.1', '2001:db8::1', 1), '2001:db8::1');
  });

  it('is known for private where it is', () => {
    for (const address of ['10.1.2.3', '127.0.0.1', '192.168.1.1', '172.20.0.1', '::1', 'fd00::1', '::ffff:10.0.0.1']) {
      assert.ok(isPrivate(address), address);
    }
    for (const address of ['198.51.100.1', '172.32.0.1', '2001:db8::1', undefined])
      assert.ok(!isPrivate(address), address);
  });
});
