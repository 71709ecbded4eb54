/** The class alone, for who wants to register it under another name. */
export { OtpVerify } from './otp-verify.ts';
