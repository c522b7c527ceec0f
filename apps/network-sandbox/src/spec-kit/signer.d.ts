/** What the package does not declare and specs use: Buffers as payload, and its clock. */
declare module 'mastercard-oauth1-signer' {
  const signer: {
    getAuthorizationHeader(
      uri: string,
      method: string,
      payload: string | Buffer | null,
      consumerKey: string,
      signingKey: string,
      signatureMethod?: 'RSA-SHA256' | 'RSA-PSS-SHA256',
    ): string;
    getTimestamp(): number;
  };
  export default signer;
}
