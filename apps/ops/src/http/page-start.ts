import { HttpRejection } from '@dispute/app-kit';
import { inputFault } from '@dispute/kernel';

/** How many items the pages before have shown, in lists that are short enough to be counted. */
export function pageStart(token = '0'): number {
  if (/^\d{1,9}$/.test(token)) return Number(token);
  throw new HttpRejection(
    inputFault('/page_token', 'unknown_value', 'Send the next_page_token of the page before, unchanged.'),
  );
}
