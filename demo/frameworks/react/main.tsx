import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { readNonce } from '../session.ts';
import { App } from './app.tsx';

const nonce = await readNonce();
const main = document.querySelector('main');
if (main) {
  createRoot(main).render(
    <StrictMode>
      <App nonce={nonce} />
    </StrictMode>,
  );
}
