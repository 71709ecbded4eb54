/** The handset's icons. */
import { svg, type TemplateResult } from 'lit';

const receiver =
  'M6.6 3.5 9 3l2 4.8-2 1.6a11 11 0 0 0 5.6 5.6l1.6-2 4.8 2-.5 2.4A3.4 3.4 0 0 1 17 20 14 14 0 0 1 4 7a3.4 3.4 0 0 1 2.6-3.5z';

export const answerIcon: TemplateResult = svg`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${receiver} /></svg>`;

export const declineIcon: TemplateResult = svg`<svg viewBox="0 0 24 24" aria-hidden="true"><path transform="rotate(135 12 12)" d=${receiver} /></svg>`;

export const backIcon: TemplateResult = svg`<svg viewBox="0 0 12 20" aria-hidden="true"><path d="M10 2 2 10l8 8" /></svg>`;

export const mailIcon: TemplateResult = svg`<svg viewBox="0 0 20 14" aria-hidden="true"><path d="M1 1h18v12H1zM1 1.5 10 8l9-6.5" /></svg>`;

/** Signal and battery. */
export const statusIcons: TemplateResult = svg`<svg viewBox="0 0 52 12" aria-hidden="true">
  <path d="M0 8h3v4H0zM5 5.5h3V12H5zM10 3h3v9h-3zM15 0h3v12h-3z" />
  <path d="M28 .5h18A2.5 2.5 0 0 1 48.5 3v6A2.5 2.5 0 0 1 46 11.5H28A2.5 2.5 0 0 1 25.5 9V3A2.5 2.5 0 0 1 28 .5z" fill="none" stroke="currentColor" />
  <path d="M27.5 2.5h14v7h-14zM50 4h1.5v4H50z" />
</svg>`;
