import type { Actor } from '@dispute/kernel';

/** Who acts when nobody asked: the notifier itself. */
export const NOTIFIER: Actor = { kind: 'system', id: 'notifier' };
