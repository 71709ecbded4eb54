import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clientNetworks } from './client-address.ts';

describe('a client address', () => {
  it('is one IPv4 address, however it is written', () => {
    assert.deepEqual(clientNetworks('192.0.2.7'), { own: '192.0.2.7' });
    assert.deepEqual(clientNetworks('::ffff:192.0.2.7'), { own: '192.0.2.7' });
    assert.deepEqual(clientNetworks('::FFFF:c000:207'), { own: '192.0.2.7' });
  });

  it('is the /64 of an IPv6 address, within its /48', () => {
    const one = clientNetworks('2001:db8:1:2:a:b:c:d');
    assert.deepEqual(one, { own: '2001:db8:1:2/64', site: '2001:db8:1/48' });
    assert.deepEqual(clientNetworks('2001:0db8:0001:0002::1'), one);
    assert.deepEqual(clientNetworks('2001:db8:1:2::1%eth0'), one);
    assert.notDeepEqual(clientNetworks('2001:db8:1:3::1').own, one.own);
    assert.deepEqual(clientNetworks('::1'), { own: '0:0:0:0/64', site: '0:0:0/48' });
  });

  it('that is missing or unreadable counts as one client that all share', () => {
    for (const address of [undefined, '', 'unix', '1.2.3', 'zz::1']) {
      assert.deepEqual(clientNetworks(address), { own: 'unknown' }, String(address));
    }
  });
});
