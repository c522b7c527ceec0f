import { type Instant, epochMs } from '@dispute/kernel';
import { type Claim, type Item, replaceItem } from './claim.js';
import { withReversalCleared } from './reverse-item.js';

/** What clearing does by itself once the time of pending items has come. */
export function settle(claim: Claim, realNow: Instant): Claim {
  const due = claim.items.filter((item) => item.state === 'PENDING' && epochMs(item.clearsAt) <= epochMs(realNow));
  return due.reduce(clear, claim);
}

function clear(claim: Claim, item: Item): Claim {
  if (item.rejectReason !== null) return replaceItem(claim, { ...item, state: 'REJECTED' });
  const cleared = replaceItem(claim, { ...item, state: 'CLEARED' });
  return item.reversalOf === null ? cleared : withReversalCleared(cleared, item);
}

/** When the claim changes next by itself: an item clears, or papers have been processed. */
export function settlesAt(claim: Claim, realNow: Instant): Instant | null {
  const items = claim.items.filter((item) => item.state === 'PENDING').map((item) => item.clearsAt);
  const papers = [...claim.items, ...claim.cases].flatMap(({ document }) => document?.processedAt ?? []);
  const later = papers.filter((at) => epochMs(at) > epochMs(realNow));
  return [...items, ...later].sort((a, b) => epochMs(a) - epochMs(b))[0] ?? null;
}

export type DocumentStatus = 'COMPLETED' | 'FAILED' | 'PENDING' | 'UNAVAILABLE' | 'DOC_NOT_APPLICABLE';

/** How far the network has come with an item's papers. */
export function documentStatusOf(item: Pick<Item, 'documentIndicator' | 'document'>, realNow: Instant): DocumentStatus {
  if (!item.documentIndicator) return 'DOC_NOT_APPLICABLE';
  if (!item.document) return 'UNAVAILABLE';
  if (epochMs(item.document.processedAt) > epochMs(realNow)) return 'PENDING';
  return item.document.readable ? 'COMPLETED' : 'FAILED';
}
