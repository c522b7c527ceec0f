import { inputFault } from '@dispute/kernel';
import { HttpRejection } from './http-rejection.js';

/** Items on a page, where a request does not say. */
export const DEFAULT_LIMIT = 20;

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next_page_token?: string;
}

/** Cuts what was read, one item more than asked for, into a page; the token holds the place of the page's last item. */
export function pageOf<Item>(
  read: readonly Item[],
  limit: number,
  placeOf: (item: Item) => readonly string[],
): Page<Item> {
  const items = read.slice(0, limit);
  const last = items.at(-1);
  if (read.length <= limit || last === undefined) return { items };
  return { items, next_page_token: Buffer.from(JSON.stringify(placeOf(last))).toString('base64url') };
}

/** The place that a token holds. @throws HttpRejection where it is no token of ours */
export function placeOfToken(
  token: string | undefined,
  shape: readonly ((part: string) => boolean)[],
): readonly string[] | undefined {
  if (token === undefined) return undefined;
  const place = parse(token);
  if (place?.length === shape.length && shape.every((isPart, i) => isPart(place[i] ?? ''))) return place;
  throw new HttpRejection(inputFault('/page_token', 'wrong_format', 'It must be a next_page_token of this list.'));
}

function parse(token: string): string[] | undefined {
  try {
    const place: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    return Array.isArray(place) && place.every((part) => typeof part === 'string') ? place : undefined;
  } catch {
    return undefined;
  }
}
