/** Props and events of `<otp-verify>` in Vue's templates: `/// <reference types="otp-verify/vue" />`. Types alone. */
import type { EmitFn, HTMLAttributes, PublicProps } from 'vue';
import type { OtpAttributes, OtpEventOn, OtpProperties } from './frameworks.ts';
import type { OtpEvents, OtpVerify } from './index.ts';

type Emits = { [Type in keyof OtpEvents | 'input' | 'change']: (event: OtpEventOn<Type>) => void };

/** As Vue wants it: https://vuejs.org/guide/extras/web-components.html#non-vue-web-components-and-typescript */
export type OtpVerifyInVue = new () => OtpVerify & {
  /** @deprecated Only for templates: the element has no such property. */
  readonly $props: Omit<HTMLAttributes, keyof OtpProperties> & OtpProperties & OtpAttributes & PublicProps;
  /** @deprecated Only for templates: the element has no such method. */
  readonly $emit: EmitFn<Emits>;
};

/* oxlint-disable typescript/consistent-type-definitions -- only an interface can be added to */
declare module 'vue' {
  interface GlobalComponents {
    'otp-verify': OtpVerifyInVue;
  }
}
