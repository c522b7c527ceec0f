import type { CardTransaction, Regulation } from '@dispute/contracts';

/** Which regulation protects the cardholder: consumer cards issued in the US only (rulebook 3). */
export function applicableRegulation({ card }: CardTransaction): Regulation | undefined {
  if (card.bin_country !== 'US' || card.customer_type !== 'CONSUMER') return undefined;
  return card.card_type === 'CREDIT' ? 'REGULATION_Z' : 'REGULATION_E';
}
