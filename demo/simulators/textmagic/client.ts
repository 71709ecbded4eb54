/** Textmagic's own client (2.0.23575, the last that has Verify), set to talk to a simulator; it brings no types. */
import { createRequire } from 'node:module';

export type TextmagicClient = {
  sendPhoneVerificationCodeTFA(request: object): Promise<{ readonly verifyId: string; readonly price: number }>;
  checkPhoneVerificationCodeTFA(request: { readonly verifyId: string; readonly code: string | number }): Promise<null>;
  cancelVerification(verifyId: string): Promise<null>;
};

/** What it rejects with. */
export type TextmagicClientError = Error & {
  readonly status: number;
  readonly response: { readonly body: Readonly<Record<string, unknown>> };
};

type Library = {
  readonly ApiClient: {
    readonly instance: {
      basePath: string;
      readonly authentications: { readonly BasicAuth: { username?: string; password?: string } };
    };
  };
  readonly TextMagicApi: new () => TextmagicClient;
};

/** There is one client in a process. */
export const clientFor = (basePath: string, username: string, password: string): TextmagicClient => {
  const { ApiClient, TextMagicApi } = createRequire(import.meta.url)('textmagic-client') as Library;
  ApiClient.instance.basePath = basePath;
  Object.assign(ApiClient.instance.authentications.BasicAuth, { username, password });
  return new TextMagicApi();
};
