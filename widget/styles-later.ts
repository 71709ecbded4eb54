/** How all looks that comes after the first screen. */
import { css, type CSSResult } from 'lit';

export const laterStyles: CSSResult = css`
  :host {
    --_red: color-mix(in srgb, #f02020 75%, currentColor);
  }
  .recipient {
    font-weight: 600;
    white-space: nowrap;
  }
  .wrong {
    border-color: var(--_red);
  }
  .code {
    --_step: calc(100cqi / var(--_length, 6));
    container-type: inline-size;
    padding-inline: 0.25rem;
    font-family: var(--otp-font-code, inherit);
  }
  .code ::slotted(input[data-otp]) {
    flex: none !important;
    /* One step wider than the box, so that the space after the last digit never makes it scroll. */
    width: calc(100% + var(--_step)) !important;
    padding: 0.5rem 0 0.5rem calc((var(--_step) - 1ch) / 2) !important;
    font-size: min(max(1.5em, 16px), 1.3 * var(--_step)) !important;
    font-variant-numeric: tabular-nums !important;
    letter-spacing: calc(var(--_step) - 1ch) !important;
  }
  .guide {
    position: absolute;
    inset: auto 0.25rem 0.5rem;
    height: 2px;
    background: linear-gradient(90deg, #0000 15%, color-mix(in srgb, currentColor 60%, transparent) 0 85%, #0000 0) 0 /
      calc(100% / var(--_length, 6)) repeat-x;
  }
  .busy > span {
    animation: hide 0.1s 0.4s both;
  }
  .spinner {
    width: 1.25em;
    height: 1.25em;
    border: 2px solid;
    border-inline-start-color: transparent;
    border-radius: 50%;
    animation:
      hide 0.1s 0.4s reverse both,
      turn 0.8s 0.4s linear infinite;
  }
  @keyframes hide {
    to {
      opacity: 0;
    }
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  .links {
    display: flex;
    flex-wrap: wrap;
    gap: 0 calc(var(--_gap) * 1.25);
    min-height: 44px;
    margin-block: max(var(--_gap) / -2, (1.4em - 44px) / 2);
  }
  .link,
  .countdown {
    display: inline-flex;
    align-items: center;
    min-height: 44px;
    font-size: 0.875em;
    text-align: start;
  }
  .link {
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  .note .link,
  .status .link {
    display: inline;
    position: relative;
    min-height: 0;
    font-size: 1em;
  }
  /* 44px to touch, without pushing the lines of text apart. */
  .note .link::after,
  .status .link::after {
    content: '';
    position: absolute;
    inset: calc(50% - 22px) 0;
  }
  .verified {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 var(--_gap);
    min-height: 3rem;
    border: var(--_border);
    border-radius: var(--_radius);
    padding: 0.125rem 0.875rem;
  }
  .verified .recipient {
    white-space: normal;
  }
  .verified p {
    display: flex;
    font-size: 0.9375em;
    gap: 0.5em;
    padding-block: 0.5rem;
  }
  .screen {
    animation: fade 0.15s;
  }
  @keyframes fade {
    from {
      opacity: 0;
    }
  }
  .channels:has(:focus-visible) {
    overflow: visible;
  }
  ::slotted([data-otp])::before,
  ::slotted([data-otp])::after {
    content: none !important;
  }
  @media (prefers-reduced-motion: reduce) {
    .screen {
      animation: none;
    }
    .spinner {
      animation: hide 0.8s 0.4s infinite alternate-reverse both;
    }
  }
  @media (forced-colors: active) {
    .guide {
      forced-color-adjust: none;
      color: CanvasText;
    }
  }
  .error::before {
    content: '!' / '';
    flex: none;
    width: 1.25em;
    height: 1.25em;
    margin-block: 0.075em;
    border-radius: 50%;
    background: var(--_red);
    /* Not its colour, which the background is mixed with. */
    -webkit-text-fill-color: lab(from var(--_red) calc((49.4 - l) * 9999) 0 0);
    font-weight: 700;
    line-height: 1.25em;
    text-align: center;
  }
  .tick {
    flex: none;
    width: 1em;
    height: 1.4em;
  }
  .own {
    gap: 0.5rem;
    padding: 0;
    overflow: visible;
    border: 0;
    background: none;
  }
  .own .country {
    flex: none;
    margin: 0;
    border: var(--_border);
    border-radius: var(--_radius);
    background: var(--_field);
  }
  .box:focus-within:not(.own),
  .own .country:focus-within,
  .channels:has(:focus-visible),
  button:focus-visible,
  .verified:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .submit[aria-disabled='true']:not(.busy),
  .submit:disabled {
    background: color-mix(in srgb, currentColor 12%, transparent);
    cursor: not-allowed;
  }
  .submit[aria-disabled='true']:not(.busy) > *,
  .submit:disabled > * {
    color: inherit;
  }
  @media (forced-colors: active) {
    .submit > * {
      color: inherit;
    }
    .channel:has(:checked) {
      forced-color-adjust: none;
      background: SelectedItem;
      color: SelectedItemText;
    }
  }
`;
