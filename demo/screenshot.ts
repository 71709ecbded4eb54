/**
 * `npm run screenshot`: takes the README's pictures, of a visitor who is entering the code that the handset received, and
 * of the gallery's sites beside each other.
 */
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from './browser.ts';
import { type Demo, startDemo } from './server.ts';
import { type Site, sites } from './sites.ts';

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const open = async (browser: Browser, url: string, width: number, height: number, scale = 1): Promise<Page> => {
  const page = await browser.newPage({
    viewport: { width, height },
    deviceScaleFactor: scale,
    colorScheme: 'light',
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  await page.goto(url);
  return page;
};

const photographShop = async (browser: Browser, demo: Demo): Promise<void> => {
  const page = await open(browser, demo.origin, 1200, 828, 2);
  await page.getByLabel('The record').fill('Blue Train, first pressing');
  await page.getByLabel('Phone number').fill('+46 70 174 06 05');
  await page.getByRole('button', { name: 'Text me a code' }).click();
  const code = await page.locator('demo-handset .bubble strong').textContent();
  await page.getByLabel('Enter the 6-digit code').pressSequentially(code?.slice(0, 4) ?? '');
  await page.screenshot({ path: pathOf('screenshot.png'), animations: 'disabled', caret: 'initial' });
};

/** The first screen, the code half typed, or the number verified. */
const shown: Readonly<Record<Site, 'number' | 'code' | 'verified'>> = {
  plain: 'number',
  bootstrap: 'code',
  tailwind: 'verified',
  fintech: 'code',
  arabic: 'number',
  brand: 'number',
};

const tile = { width: 660, height: 960 };

/** A site alone, and as much of it above the tag as there is room for. */
const photographSite = async (browser: Browser, demo: Demo, site: Site): Promise<string> => {
  const page = await open(browser, `${demo.origin}/gallery/${site}?view=alone`, tile.width, tile.height);
  const element = page.locator('otp-verify');
  await element.locator('[slot="message"]:not(:empty)').waitFor();
  if (shown[site] !== 'number') {
    // Its phone is on another page.
    const phone = await open(browser, `${demo.origin}/gallery/${site}`, 1200, 900);
    const number = `+46 70 174 06 ${90 + sites.indexOf(site)}`;
    await element.locator('input[type="tel"]').fill(number);
    await element.locator('[slot="submit"]:not([data-otp]), .submit').first().click();
    const text = phone.locator('demo-handset .stamp', { hasText: number }).locator('+ .bubble strong');
    const code = (await text.textContent()) ?? '';
    const field = element.locator('input[autocomplete="one-time-code"]');
    if (shown[site] === 'code') await field.pressSequentially(code.slice(0, 3));
    else await field.fill(code);
    await element.locator(shown[site] === 'code' ? '.code' : '.verified').waitFor();
    await phone.close();
  }
  await element.evaluate((node) => {
    const below = node.getBoundingClientRect().bottom + 90 - innerHeight;
    if (below > 0) scrollBy(0, below);
  });
  const picture = await page.screenshot({ animations: 'disabled', caret: 'initial' });
  await page.close();
  return picture.toString('base64');
};

const photographGallery = async (browser: Browser, demo: Demo): Promise<void> => {
  const pictures: string[] = [];
  for (const site of sites) pictures.push(await photographSite(browser, demo, site));
  const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
  await page.setContent(`<style>
      body { display: grid; grid-template-columns: repeat(3, 1fr); gap: 16px; margin: 0; padding: 16px; background: #d5d7dc }
      img { display: block; width: 100%; border-radius: 6px }
    </style>${pictures.map((picture) => `<img src="data:image/png;base64,${picture}">`).join('')}`);
  await page.locator('body').screenshot({ path: pathOf('gallery.png') });
};

const demo = await startDemo({ PORT: '0' }, false);
const browser = await launchChromium();
try {
  await photographShop(browser, demo);
  await photographGallery(browser, demo);
} finally {
  await browser.close();
  await demo.stop();
}
for (const name of ['screenshot.png', 'gallery.png']) {
  console.log(`${name}: ${Math.round((await stat(pathOf(name))).size / 1000)} kB`);
}
