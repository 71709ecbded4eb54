import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { channelsOf, parseInfobipMessages, templateFor } from './infobip-messages.ts';

describe('the setting INFOBIP_MESSAGES', () => {
  it('names a template for each language of each channel', () => {
    assert.deepEqual(parseInfobipMessages('sms:en=A1, sms:lv = B2,voice:en=C3,email:pt-BR=D4,'), {
      messages: { sms: { en: 'A1', lv: 'B2' }, voice: { en: 'C3' }, email: { 'pt-BR': 'D4' } },
      faults: [],
    });
  });

  for (const [text, fault] of [
    ['', 'names no template; for example sms:en=ID,sms:lv=ID,voice:en=ID'],
    ['A1', 'must be a list of channel:language=template, for example sms:en=ID,sms:lv=ID,voice:en=ID; "A1" is none'],
    [
      'sms:en=',
      'must be a list of channel:language=template, for example sms:en=ID,sms:lv=ID,voice:en=ID; "sms:en=" is none',
    ],
    ['fax:en=A1', 'names the channel "fax"; there are sms, voice and email'],
    ['sms:pt_BR=A1', 'names the language "pt_BR"; it must be a BCP 47 tag such as lv or pt-BR'],
    ['sms:e=A1', 'names the language "e"; it must be a BCP 47 tag such as lv or pt-BR'],
    ['sms:en=A1,sms:en=B2', 'names sms:en twice'],
  ] as const) {
    it(`cannot be "${text}"`, () => assert.deepEqual(parseInfobipMessages(text).faults, [fault]));
  }

  it('is told each of its faults', () => {
    assert.equal(parseInfobipMessages('fax:en=A1,sms:en=B2,sms:en=C3,x').faults.length, 3);
  });
});

describe('the template for a locale', () => {
  const { messages } = parseInfobipMessages('voice:sv=V1,sms:en=S1,sms:pt=S2,sms:pt-BR=S3,sms:zh-Hant=S4,sms:nb=S5');

  for (const [locale, template] of [
    ['pt', 'S2'],
    ['pt-PT', 'S2'],
    ['PT-br', 'S3'],
    ['pt-BR-x-shop', 'S3'],
    ['zh-Hant-TW', 'S4'],
    ['zh', 'S1'],
    ['no', 'S5'],
    ['nn-NO', 'S5'],
    ['lv', 'S1'],
    ['', 'S1'],
    [undefined, 'S1'],
  ] as const) {
    it(`${locale ?? 'that nobody asked for'} is ${template}`, () =>
      assert.equal(templateFor(messages, 'sms', locale), template));
  }

  it('is that of the channel’s first language where there is none, and none where the channel has none', () => {
    assert.equal(templateFor(messages, 'voice', 'pt'), 'V1');
    assert.equal(templateFor(messages, 'email', 'pt'), undefined);
  });

  it('finds Norwegian by whichever of its names', () => {
    for (const name of ['nb', 'no', 'nn']) {
      const norwegian = parseInfobipMessages(`sms:en=S1,sms:${name}=S2`).messages;
      for (const asked of ['nb', 'no-NO', 'nn']) assert.equal(templateFor(norwegian, 'sms', asked), 'S2');
    }
  });

  it('makes a channel one that is offered, texts first', () => {
    assert.deepEqual(channelsOf(messages), ['sms', 'voice']);
    assert.deepEqual(channelsOf({ sms: {}, email: { en: 'E' } }), ['email']);
  });
});
