import { inputFault, type RefusalCode, type Rejection } from '@dispute/kernel';

const NOT_JSON = 'The body is not JSON in UTF-8; check quotes, commas and brackets.';

/** What Fastify refuses before a handler runs, in our words. */
const FAULTS: Readonly<Record<string, readonly [RefusalCode, string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'UNSUPPORTED_MEDIA_TYPE',
    'Send the body with the content type that the documentation names.',
  ],
  FST_ERR_CTP_BODY_TOO_LARGE: ['PAYLOAD_TOO_LARGE', 'The body is larger than this route accepts; send less.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['BAD_REQUEST_BODY', 'The body is empty; send a JSON object.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['BAD_REQUEST_BODY', NOT_JSON],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'BAD_REQUEST_BODY',
    'The body is shorter than its Content-Length; send it whole.',
  ],
  FST_ERR_BAD_URL: ['RESOURCE_NOT_FOUND', 'The address is not well formed; check its percent signs.'],
  FST_ERR_MAX_PARAM_LENGTH: ['RESOURCE_NOT_FOUND', 'A part of the address is longer than any id; check it.'],
  FST_REQ_FILE_TOO_LARGE: ['PAYLOAD_TOO_LARGE', 'The file is larger than 16,000,000 bytes; send a smaller one.'],
};

/** The refusal that an error of Fastify stands for, also when Nest has wrapped it; undefined for any other error. */
export function fastifyRejection(error: unknown): Rejection | undefined {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  const [refusal, detail] = FAULTS[String(code)] ?? FAULTS[String(cause?.code)] ?? [];
  if (!refusal || !detail) return undefined;
  return refusal === 'BAD_REQUEST_BODY' ? inputFault('', 'unreadable_body', detail) : { code: refusal, detail };
}
