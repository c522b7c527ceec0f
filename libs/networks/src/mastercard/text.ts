import anyAscii from 'any-ascii';

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** A messageText: letters, digits and spaces, at most 100; undefined where nothing is left. */
export function toMessageText(text: string | undefined): string | undefined {
  const plain = squeeze(anyAscii(text ?? '').replace(/[^A-Za-z0-9 ]+/g, ' '));
  return plain === '' ? undefined : plain.slice(0, 100).trimEnd();
}

/** A memo: printable ASCII, cut with "..." at the limit; undefined where nothing is left. */
export function toMemo(text: string | undefined, limit: number): string | undefined {
  const plain = squeeze(anyAscii(text ?? '').replace(/[^\x20-\x7e]+/g, ' '));
  if (plain === '') return undefined;
  return plain.length <= limit ? plain : `${plain.slice(0, limit - 3).trimEnd()}...`;
}

/** A file name of at most 255 letters, digits, dots, dashes and underscores that keeps its extension. */
export function toFileName(name: string, extension: string): string {
  const stem = anyAscii(name.replace(/\.[^.]*$/, '')).replace(/[^A-Za-z0-9_-]+/g, '-');
  return `${stem.replace(/^-+|-+$/g, '').slice(0, 200) || 'document'}.${extension}`;
}
