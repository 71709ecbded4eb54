/**
 * The gallery: six sites that embed the same tag, and the backend that each of them would have. It lets the relay redeem
 * the proof that a form brings, once.
 */
import { Hono } from 'hono';
import type { RelayAccess } from './log-in.ts';
import type { PageName, Values } from './pages.ts';
import { sites } from './sites.ts';
import { nonceOf, readForm, visitOf } from './visits.ts';

export type GalleryOptions = {
  readonly render: (page: PageName, values: Values) => Promise<string>;
  readonly relay: RelayAccess;
};

const refused = {
  heading: 'That didn’t work',
  text: 'The proof isn’t of your visit, or has been used, or is too old. Please verify your number again.',
};

const unavailable = {
  heading: 'We can’t check that right now',
  text: 'It’s not you. Please try again in a minute.',
  back: '/gallery',
  label: 'Back to the gallery',
};

export const createGallery = ({ render, relay }: GalleryOptions): Hono => {
  const gallery = new Hono();
  const call = relay.fetch ?? ((url: string, init: RequestInit) => fetch(url, init));

  /** The number that a proof of this visit is about. */
  const redeem = async (proof: string, visit: string): Promise<string | undefined> => {
    const response = await call(`${relay.url}/siteverify`, {
      method: 'POST',
      body: new URLSearchParams({ secret: relay.secret, response: proof, nonce: nonceOf(visit) }),
    });
    const { phone_number: phone } = (await response.json()) as { phone_number?: string };
    return phone;
  };

  /** Whose forms have arrived, by visit. */
  const received = new Map<string, string>();

  gallery.get('/gallery', async (c) => c.html(await render('gallery', {})));

  gallery.get('/gallery/received', async (c) => {
    const phone = received.get(visitOf(c));
    return phone === undefined ? c.redirect('/gallery', 303) : c.html(await render('received', { phone }));
  });

  for (const site of sites) {
    const path = `/gallery/${site}`;

    // The gallery itself shows the sites without what stands beside them.
    gallery.get(path, async (c) => {
      const view = c.req.query('view') === 'alone' ? 'alone' : 'whole';
      const scheme = c.req.query('scheme') === 'none' ? 'none' : 'dark';
      return c.html(await render(`gallery/${site}`, { nonce: nonceOf(visitOf(c)), view, scheme }));
    });

    gallery.post(path, async (c) => {
      const visit = visitOf(c);
      const phone = await redeem((await readForm(c))(`${site}_phone`), visit);
      if (phone === undefined) {
        return c.html(await render('refused', { ...refused, back: path, label: 'Back to the form' }), 422);
      }
      received.set(visit, phone);
      return c.redirect('/gallery/received', 303);
    });
  }

  gallery.onError(async (error, c) => {
    console.error(error.message);
    return c.html(await render('refused', unavailable), 503);
  });

  return gallery;
};
