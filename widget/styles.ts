/**
 * How the element looks. Every colour comes from the page's text colour; what is slotted from the element's own making is
 * shielded: an important rule of a shadow tree beats every rule of the page (https://drafts.csswg.org/css-cascade/#cascade-context).
 */
import { css, type CSSResult } from 'lit';

export const styles: CSSResult = css`
  :host {
    --_gap: var(--otp-gap, 1rem);
    --_border: var(--otp-border, 1px solid color-mix(in srgb, currentColor 60%, transparent));
    --_field: var(--otp-field-background, color-mix(in srgb, currentColor 3%, transparent));
    --_radius: var(--otp-radius, 0.5rem);
    display: block;
    line-height: 1.4;
    overflow-wrap: anywhere;
  }
  :host([hidden]),
  slot[hidden] {
    display: none;
  }
  * {
    box-sizing: border-box;
    margin: 0;
  }
  .base {
    /* Here, not on the host: the element writes the page's accent on it. */
    --_accent: var(--otp-accent, var(--_page-accent, currentColor));
  }
  .base,
  .screen,
  .action {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--_gap);
  }
  .block {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_gap) / 2);
    min-width: 0;
    padding: 0;
    border: 0;
  }
  .heard {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  slot[name='label'],
  legend,
  .note,
  .status {
    display: block;
    padding: 0;
    font-size: 0.875em;
  }
  slot[name='label'],
  legend {
    font-weight: 600;
  }
  legend {
    margin-block-end: calc(var(--_gap) / 2);
  }
  /* Two lines are kept free, so that nothing jumps when there is something to say. */
  .status {
    display: flex;
    gap: 0.4em;
    min-height: 2.8em;
    margin-block-end: calc(var(--_gap) / -4);
  }
  .box {
    display: flex;
    flex-wrap: wrap;
    position: relative;
    overflow: clip;
    min-height: 3rem;
    border: var(--_border);
    border-radius: var(--_radius);
    background: var(--_field);
  }
  .country {
    display: flex;
    position: relative;
    flex: 1 0 auto;
    align-items: center;
    /* One of the two lines lies under the edge of the box, whether the number stands beside the country or below. */
    margin: 0 -1px -1px 0;
    border-inline-end: var(--_border);
    border-block-end: var(--_border);
    padding: 0.5rem 0.875rem;
    font-size: max(1em, 16px);
    white-space: nowrap;
  }
  /* Drawn: a sign that the font lacks would be looked for in all others before the first paint. */
  .country > span::after,
  .channel:has(:checked) span::before {
    content: '';
    display: inline-block;
    width: 0.4em;
    height: 0.4em;
    margin: 0 0 0.2em 0.6em;
    border: solid;
    border-width: 0 1.5px 1.5px 0;
    rotate: 45deg;
  }
  select,
  .channel input {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    border: 0;
    opacity: 0;
    font: inherit;
    cursor: pointer;
  }
  ::slotted([data-otp]) {
    all: unset !important;
    display: block !important;
    direction: inherit !important;
  }
  .status ::slotted([data-otp]) {
    display: inline !important;
  }
  ::slotted(input[data-otp]) {
    flex: 999 1 8em !important;
    box-sizing: border-box !important;
    min-width: 0 !important;
    padding: 0.75rem 0.875rem !important;
    direction: ltr !important;
    text-align: left !important;
    font-size: max(1em, 16px) !important;
  }
  .channels {
    display: flex;
    flex-wrap: wrap;
    overflow: clip;
    border: var(--_border);
    border-radius: var(--_radius);
  }
  .channel {
    display: grid;
    position: relative;
    flex: 1 1 auto;
    place-items: center;
    min-height: 2.875rem;
    margin-block: -1px 0;
    margin-inline: -1px 0;
    border-block-start: var(--_border);
    border-inline-start: var(--_border);
    padding: 0.5rem 0.875rem;
    cursor: pointer;
  }
  .channel:has(:checked) {
    background: color-mix(in srgb, currentColor 12%, transparent);
    font-weight: 600;
  }
  .channel:has(:checked) span::before {
    height: 0.7em;
    margin-inline: 0 0.6em;
    border-width: 0 2px 2px 0;
  }
  button {
    border: 0;
    padding: 0;
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  .submit {
    display: grid;
    place-items: center;
    width: 100%;
    min-height: 3rem;
    border: 1px solid transparent;
    border-radius: var(--_radius);
    padding: 0.5rem 0.875rem;
    background: var(--_accent);
    font-weight: 600;
  }
  .submit > * {
    grid-area: 1 / 1;
    /* Black or white: whichever has more contrast with the accent. */
    color: lab(from var(--_accent) calc((49.4 - l) * 9999) 0 0);
  }
`;
