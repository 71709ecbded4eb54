import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isAllowedOrigin, parseAllowedOrigin } from './origins.ts';

const allows = (rule: string, origin: string): boolean => isAllowedOrigin(origin, [parseAllowedOrigin(rule)]);

describe('an allowed origin', () => {
  it('is matched in scheme, host and port', () => {
    assert.ok(allows('https://shop.example', 'https://shop.example'));
    assert.ok(allows('https://shop.example/', 'https://shop.example'));
    assert.ok(allows('http://localhost:5173', 'http://localhost:5173'));
    for (const other of ['http://shop.example', 'https://shop.example:8443', 'https://a.shop.example', 'null', '']) {
      assert.ok(!allows('https://shop.example', other), other);
    }
  });

  it('with a wildcard stands for subdomains of the same scheme and port alone', () => {
    assert.ok(allows('https://*.shop.example', 'https://www.shop.example'));
    assert.ok(allows('https://*.shop.example', 'https://a.b.shop.example'));
    for (const other of [
      'https://shop.example',
      'https://evilshop.example',
      'http://www.shop.example',
      'https://www.shop.example:8443',
      'https://www.shop.example.evil.example',
    ]) {
      assert.ok(!allows('https://*.shop.example', other), other);
    }
  });

  it('is refused at the start where strangers could have a name under it, or where it is none', () => {
    for (const rule of [
      'https://*.com',
      'https://*.co.uk',
      'https://*.github.io',
      'https://*.pages.dev',
      'https://*.vercel.app',
    ]) {
      assert.throws(() => parseAllowedOrigin(rule), /anybody can have a name/, rule);
    }
    for (const rule of [
      'shop.example',
      'https://shop.example/path',
      'ftp://shop.example',
      'https://a.*.example',
      'https://u@shop.example',
    ]) {
      assert.throws(() => parseAllowedOrigin(rule), /wrong origin/, rule);
    }
  });
});
