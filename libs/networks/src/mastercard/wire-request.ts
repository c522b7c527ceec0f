/** One call as it stands on the wire; `operation` is the operationId of Mastercom v6. */
export interface WireRequest {
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Path below the base URL, segments and query encoded by RFC 3986. */
  readonly path: string;
  readonly body?: object;
}

/** File name and base64 text: ZIP, JPG, TIFF or PDF of at most 16,500,000 bytes. */
export interface Attachment {
  readonly filename: string;
  readonly file: string;
}

/** RFC 3986: the signer escapes only the first "!" and "*", so nothing may be left for it to escape. */
export const encodeSegment = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** A path out of a template whose parts are encoded. */
export const path = (strings: TemplateStringsArray, ...parts: readonly string[]): string =>
  strings.map((text, n) => text + (n < parts.length ? encodeSegment(parts[n] ?? '') : '')).join('');
