import type { ReasonCode } from '@dispute/contracts';
import { editionOf } from './rule-book.js';
import type { RuleFile } from './rule-file.js';

/**
 * Mastercard's message reason code; null where a chargeback is not possible.
 * @param version the edition that the dispute keeps (`ruleVersion` of its events)
 */
export const mastercardCodeOf = (code: ReasonCode, version?: string | null): string | null =>
  editionOf(version).reason_codes[code].mastercard;

/** Whether a merchant category, where one is known, is a cash machine. */
export const isAtm = (rules: RuleFile, mcc: string | undefined): boolean =>
  mcc !== undefined && rules.atm_mcc.codes.includes(mcc);

/** Whether a reason code lets the issuer skip pre-arbitration. `mcc`: the merchant's category, where known. */
export function allowsDirectArbitration(
  rules: RuleFile,
  code: ReasonCode | undefined,
  mcc: string | undefined,
): boolean {
  const rule = code && rules.reason_codes[code].direct_arbitration;
  return rule === 'always' || (rule === 'at-an-atm' && isAtm(rules, mcc));
}
