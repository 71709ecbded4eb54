/** How the handset looks: a phone of its own, whatever the page's colours are. One stylesheet, so over 250 lines. */
import { css, type CSSResult } from 'lit';

export const handsetStyles: CSSResult = css`
  :host {
    --glass: light-dark(#fff, #101114);
    --ink: light-dark(#111317, #f5f5f7);
    --quiet: light-dark(#5f646d, #a3a7b0);
    --bubble: light-dark(#e9e9ec, #2a2c31);
    --link: light-dark(#0a5bd3, #7db4ff);
    display: block;
    font:
      0.9375rem/1.4 -apple-system,
      Inter,
      'SF Pro Text',
      'Segoe UI',
      Roboto,
      sans-serif;
    color: var(--ink);
  }

  * {
    box-sizing: border-box;
  }

  p,
  h2 {
    margin: 0;
  }

  button {
    padding: 0;
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    cursor: pointer;
  }

  button:focus-visible,
  .thread:focus-visible {
    outline: 2px solid var(--link);
    outline-offset: 2px;
  }

  .phone {
    position: relative;
    width: 20rem;
    max-width: calc(100vw - 3rem);
    height: 41rem;
    padding: 0.625rem;
    background: #0b0c0e;
    border-radius: 3.375rem;
    box-shadow:
      inset 0 0 0 2px #4a4d55,
      inset 0 0 0 5px #0b0c0e,
      0 1rem 2.5rem rgb(0 0 0 / 45%);
  }

  .phone::before {
    position: absolute;
    top: 1.25rem;
    left: 50%;
    z-index: 1;
    width: 5.5rem;
    height: 1.625rem;
    content: '';
    background: #0b0c0e;
    border-radius: 1rem;
    translate: -50%;
  }

  .screen {
    display: flex;
    flex-direction: column;
    height: 100%;
    overflow: hidden;
    background: var(--glass);
    border-radius: 2.75rem;
  }

  .status {
    display: flex;
    flex: none;
    align-items: center;
    justify-content: space-between;
    height: 3.125rem;
    padding-inline: 1.75rem 1.5rem;
    font-size: 0.875rem;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }

  .status svg {
    width: 3.25rem;
    height: 0.75rem;
    fill: currentColor;
  }

  .heard {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    white-space: nowrap;
    clip-path: inset(50%);
  }

  .avatar {
    display: grid;
    flex: none;
    place-items: center;
    width: 3rem;
    aspect-ratio: 1;
    font-size: 1.25rem;
    font-weight: 600;
    color: #fff;
    background: #6b7280;
    border-radius: 50%;
  }

  .record {
    background:
      radial-gradient(circle, #fff 0 6%, transparent 7%), radial-gradient(circle, #ff5330 0 40%, transparent 41%),
      repeating-radial-gradient(circle, #14161a 0 8%, #30343b 9% 10%);
  }

  .idle {
    display: flex;
    flex: 1;
    flex-direction: column;
    align-items: center;
    margin-top: -3.125rem;
    padding: 6.5rem 1.5rem 2.5rem;
    color: #fff;
    text-align: center;
    background: linear-gradient(165deg, #16205c, #3c3aa8 45%, #b4476b 80%, #f08a4b);
  }

  .screen:has(.idle, .call) .status {
    z-index: 1;
    color: #fff;
  }

  .date {
    font-weight: 600;
  }

  .time {
    font-size: 4.5rem;
    font-weight: 600;
    line-height: 1.1;
    letter-spacing: -0.03em;
    font-variant-numeric: tabular-nums;
  }

  .hint {
    padding: 0.75rem 1rem;
    margin-top: auto;
    background: rgb(16 18 40 / 55%);
    border-radius: 1.25rem;
  }

  .contact {
    display: grid;
    flex: none;
    grid-template-columns: 2.5rem 1fr 2.5rem;
    justify-items: center;
    padding: 0.25rem 0.75rem 0.625rem;
    border-bottom: 1px solid color-mix(in srgb, currentColor 14%, transparent);
  }

  .contact > * {
    grid-column: 2;
  }

  .contact .back {
    grid-row: 1;
    grid-column: 1;
    align-self: center;
    height: 1.25rem;
  }

  .back svg {
    height: 100%;
    fill: none;
    stroke: var(--link);
    stroke-width: 2.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .contact .avatar {
    grid-row: 1;
    width: 2.75rem;
  }

  .contact h2 {
    margin-top: 0.25rem;
    font-size: 0.75rem;
    font-weight: 500;
  }

  .thread {
    display: flex;
    flex: 1;
    flex-direction: column;
    align-items: flex-start;
    padding: 0.5rem 1rem 1rem;
    overflow-y: auto;
    scrollbar-width: thin;
  }

  .stamp {
    align-self: center;
    margin: 0.75rem 0 0.5rem;
    font-size: 0.6875rem;
    font-weight: 500;
    color: var(--quiet);
    text-align: center;
  }

  .bubble {
    max-width: 85%;
    padding: 0.5rem 0.875rem 0.5625rem;
    font-size: 1rem;
    background: var(--bubble);
    border-radius: 1.25rem 1.25rem 1.25rem 0.375rem;
    animation: arrive 220ms ease-out;
  }

  .missed {
    font-size: 0.875rem;
  }

  .mail {
    width: 100%;
    max-width: none;
    background: none;
    border: 1px solid var(--bubble);
    border-radius: 0.875rem;
  }

  .subject {
    display: flex;
    gap: 0.5rem;
    align-items: center;
    font-size: 0.8125rem;
    font-weight: 600;
  }

  .subject svg {
    width: 1.125rem;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
  }

  .copy {
    min-height: 1.75rem;
    padding: 0.125rem 0.875rem;
    font-size: 0.8125rem;
    font-weight: 500;
    color: var(--link);
  }

  .compose {
    flex: none;
    padding: 0.5rem 1rem 1.5rem;
    font-size: 0.875rem;
    color: var(--quiet);
  }

  .compose span {
    display: block;
    padding: 0.375rem 0.875rem;
    border: 1px solid color-mix(in srgb, currentColor 45%, transparent);
    border-radius: 1.25rem;
  }

  .call {
    display: flex;
    flex: 1;
    flex-direction: column;
    align-items: center;
    margin-top: -3.125rem;
    padding: 6.5rem 1.5rem 2.5rem;
    color: #fff;
    text-align: center;
    background: linear-gradient(180deg, #262b45, #0c0d14);
  }

  .call .avatar {
    width: 6rem;
    font-size: 2.5rem;
  }

  .call h2 {
    margin-top: 1rem;
    font-size: 1.5rem;
    font-weight: 600;
    letter-spacing: -0.01em;
  }

  .line {
    color: #c9cce0;
  }

  .transcript {
    padding: 0.875rem 1rem;
    margin-top: 1.5rem;
    font-size: 1rem;
    text-align: start;
    background: rgb(255 255 255 / 12%);
    border-radius: 1.25rem;
  }

  .buttons {
    display: flex;
    justify-content: space-around;
    width: 100%;
    margin-top: auto;
  }

  .buttons button {
    display: grid;
    gap: 0.5rem;
    justify-items: center;
    min-width: 5rem;
    border-radius: 1rem;
  }

  .buttons button:focus-visible {
    outline-color: #fff;
  }

  .buttons svg {
    width: 4rem;
    height: 4rem;
    padding: 1.125rem;
    fill: #fff;
    border-radius: 50%;
  }

  .decline svg {
    background: #d9301f;
  }

  .answer svg {
    background: #1a8a43;
  }

  @keyframes arrive {
    from {
      opacity: 0;
      transform: translateY(0.5rem) scale(0.96);
    }
  }

  @keyframes ring {
    from {
      box-shadow: 0 0 0 0 rgb(255 255 255 / 35%);
    }

    to {
      box-shadow: 0 0 0 1.75rem transparent;
    }
  }

  @media (prefers-reduced-motion: no-preference) {
    .ringing {
      animation: ring 1.4s ease-out infinite;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .bubble {
      animation: none;
    }
  }

  @media (forced-colors: active) {
    .phone,
    .bubble,
    .buttons svg {
      border: 1px solid;
    }
  }
`;
