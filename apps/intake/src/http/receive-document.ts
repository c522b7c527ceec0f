import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { fileTypeFromBuffer } from 'file-type';
import { HttpRejection } from '@dispute/app-kit';
import { DOCUMENT_MEDIA_TYPES, findsCardNumber } from '@dispute/contracts';
import { inputFault, type Rejection } from '@dispute/kernel';

interface UploadedFile {
  readonly filename: string;
  readonly fieldname: string;
  toBuffer(): Promise<Buffer>;
}
type MultipartRequest = FastifyRequest & { isMultipart(): boolean; files(): AsyncIterableIterator<UploadedFile> };

export interface ReceivedFile {
  readonly file_name: string;
  readonly media_type: string;
  readonly sha256: string;
  readonly size_bytes: number;
  readonly bytes: Buffer;
}

const reject = (rejection: Rejection): HttpRejection => new HttpRejection(rejection);

/**
 * Reads the one file of a form whole and judges it by its content, not by its name.
 * @throws HttpRejection 415 for another content type, 413 above 16,000,000 bytes, 400 for what is no document
 */
export async function receiveDocument(request: FastifyRequest): Promise<ReceivedFile> {
  const form = request as MultipartRequest;
  if (!form.isMultipart()) {
    throw reject({
      code: 'UNSUPPORTED_MEDIA_TYPE',
      detail: 'Send the document as multipart/form-data with one part "file".',
    });
  }
  const { fileName, bytes } = await readFile(form);
  const fault = nameFault(fileName);
  if (fault) throw reject(fault);
  const mediaType = (await fileTypeFromBuffer(bytes))?.mime;
  if (!DOCUMENT_MEDIA_TYPES.some((accepted) => accepted === mediaType)) {
    const found = bytes.byteLength === 0 ? 'is empty' : `is ${mediaType ?? 'none of these'} by its content`;
    throw reject(inputFault('/file', 'unsupported_content', `It must be a PDF, JPEG, PNG or TIFF, but it ${found}.`));
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { file_name: fileName, media_type: mediaType as string, sha256, size_bytes: bytes.byteLength, bytes };
}

async function readFile(form: MultipartRequest): Promise<{ fileName: string; bytes: Buffer }> {
  try {
    const parts = form.files();
    const { value: part } = (await parts.next()) as { value: UploadedFile | undefined };
    if (part?.fieldname !== 'file')
      throw reject(inputFault('/file', 'required', 'Send one part named "file" with a file name.'));
    const bytes = await part.toBuffer();
    await parts.next(); // to the form's end: what is cut short or holds more is refused
    return { fileName: part.filename, bytes };
  } catch (error) {
    throw error instanceof HttpRejection || isTooLarge(error as FormError)
      ? error
      : reject(formFault(error as FormError));
  }
}

type FormError = Error & { readonly code?: string };
const isTooLarge = ({ code }: FormError): boolean => code === 'FST_REQ_FILE_TOO_LARGE';

function formFault({ code = '', message }: FormError): Rejection {
  if (/^FST_(FILES|PARTS|FIELDS)_LIMIT$/.test(code)) {
    return inputFault('/file', 'one_part_only', 'Send this part alone; each document takes a request of its own.');
  }
  return inputFault('', 'broken_form', `The form could not be read (${message}); send it whole.`);
}

function nameFault(fileName: string): Rejection | undefined {
  if (fileName.length === 0 || [...fileName].length > 255) {
    return inputFault('/file', 'file_name', 'The file name must have 1 to 255 characters.');
  }
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f/\\]/.test(fileName))
    return inputFault('/file', 'file_name', 'The file name must not hold slashes or control characters.');
  if (!findsCardNumber(fileName)) return undefined;
  return {
    code: 'CARD_NUMBER_REFUSED',
    detail: '/file: The file name holds what looks like a card number; rename the file.',
    errors: [
      {
        pointer: '/file',
        code: 'card_number',
        message: 'The file name holds what looks like a card number; rename the file.',
      },
    ],
  };
}
