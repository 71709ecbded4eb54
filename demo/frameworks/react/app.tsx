/** A form with the widget, in React 18 and 19. */
import { OtpVerify } from 'otp-verify/react';
import { useState, type ReactNode } from 'react';

export function App({ nonce }: { readonly nonce: string }): ReactNode {
  const [channel, setChannel] = useState('');
  const [answer, setAnswer] = useState('');

  async function signUp(form: HTMLFormElement): Promise<void> {
    const response = await fetch('/signup', { method: 'POST', body: new FormData(form) });
    setAnswer(await response.text());
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void signUp(event.currentTarget);
      }}
    >
      <OtpVerify
        relay="/otp"
        name="phone_proof"
        required
        proofNonce={nonce}
        channels={['sms']}
        messages={{ sendSms: 'Send me the code' }}
        onVerified={(event) => setChannel(event.detail.channel)}
      >
        <h1 slot="heading">Sign up</h1>
      </OtpVerify>
      <button>Sign up</button>
      <p>{channel && `Verified by ${channel}.`}</p>
      <output>{answer}</output>
    </form>
  );
}
