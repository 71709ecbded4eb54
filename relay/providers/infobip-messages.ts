/** Which of Infobip's message templates a code is sent with: by the channel, and the language that was asked for. */
import type { Channel } from '../contract.ts';
import { lookUpLocale } from './locales.ts';

/** The id of a template for each language (BCP 47) of each channel; a channel's first serves all other languages. */
export type InfobipMessages = {
  readonly [channel in Channel]?: { readonly [language: string]: string };
};

export type ParsedMessages = {
  readonly messages: InfobipMessages;
  /** Each completes the sentence "INFOBIP_MESSAGES …". */
  readonly faults: readonly string[];
};

const EXAMPLE = 'for example sms:en=ID,sms:lv=ID,voice:en=ID';

const isChannel = (text: string): text is Channel => text === 'sms' || text === 'voice' || text === 'email';

/** `sms:en=ID,sms:lv=ID,voice:en=ID,email:en=ID`, as the setting has it. */
export function parseInfobipMessages(text: string): ParsedMessages {
  const messages: { [channel in Channel]?: Record<string, string> } = {};
  const faults: string[] = [];
  for (const entry of text.split(',').filter((item) => item.trim() !== '')) {
    const parts = /^\s*(?<channel>\w+)\s*:\s*(?<language>[\w-]+)\s*=\s*(?<template>[^\s:=]+)\s*$/.exec(entry)?.groups;
    const { channel = '', language = '', template = '' } = parts ?? {};
    if (!parts) faults.push(`must be a list of channel:language=template, ${EXAMPLE}; "${entry.trim()}" is none`);
    else if (!isChannel(channel)) faults.push(`names the channel "${channel}"; there are sms, voice and email`);
    else if (!/^[A-Za-z]{2,8}(-[A-Za-z\d]{1,8})*$/.test(language)) {
      faults.push(`names the language "${language}"; it must be a BCP 47 tag such as lv or pt-BR`);
    } else if (messages[channel]?.[language] !== undefined) faults.push(`names ${channel}:${language} twice`);
    else messages[channel] = { ...messages[channel], [language]: template };
  }
  if (faults.length === 0 && Object.keys(messages).length === 0) faults.push(`names no template; ${EXAMPLE}`);
  return { messages, faults };
}

/** The channels that have a template, in the order in which they are offered. */
export const channelsOf = (messages: InfobipMessages): readonly Channel[] =>
  (['sms', 'voice', 'email'] as const).filter((channel) => Object.keys(messages[channel] ?? {}).length > 0);

/** One language by three tags, of which none is cut to another. */
const NORWEGIAN = ['nb', 'no', 'nn'];

/** The template for a locale, else the one of the channel's first language; `undefined` where the channel has none. */
export function templateFor(messages: InfobipMessages, channel: Channel, locale = ''): string | undefined {
  const templates = messages[channel] ?? {};
  const languages = Object.keys(templates);
  const isNorwegian = NORWEGIAN.includes(locale.split('-')[0]?.toLowerCase() ?? '');
  for (const range of [locale, ...(isNorwegian ? NORWEGIAN : [])]) {
    const language = lookUpLocale(range, languages);
    if (language !== undefined) return templates[language];
  }
  return languages[0] === undefined ? undefined : templates[languages[0]];
}
