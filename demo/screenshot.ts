/** `npm run screenshot`: takes the README's picture, of a visitor who is entering the code that the handset received. */
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launchChromium } from './browser.ts';
import { startDemo } from './server.ts';

const path = fileURLToPath(new URL('screenshot.png', import.meta.url));

const demo = await startDemo({ PORT: '0' }, false);
const browser = await launchChromium();
try {
  const page = await browser.newPage({
    viewport: { width: 1200, height: 828 },
    deviceScaleFactor: 2,
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  await page.goto(demo.origin);
  await page.getByLabel('The record').fill('Blue Train, first pressing');
  await page.getByLabel('Phone number').fill('+46 70 174 06 05');
  await page.getByRole('button', { name: 'Text me a code' }).click();
  const code = await page.locator('demo-handset .bubble strong').textContent();
  await page.getByLabel('Enter the 6-digit code').pressSequentially(code?.slice(0, 4) ?? '');
  await page.screenshot({ path, animations: 'disabled', caret: 'initial' });
} finally {
  await browser.close();
  await demo.stop();
}
console.log(`${path}: ${Math.round((await stat(path)).size / 1000)} kB`);
