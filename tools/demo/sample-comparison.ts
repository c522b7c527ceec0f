import { readFileSync } from 'node:fs';
import type { Dispute } from '@dispute/contracts';

/** The states of S3's "Complex Business Flow Example", in its order; `samples/` holds them letter for letter. */
export const SAMPLES = [
  '1-dispute-created',
  '2-chargeback',
  '3-provisional-credit',
  '4-representment',
  '5-representment-accepted',
] as const;
export type SampleName = (typeof SAMPLES)[number];

export const readSample = (name: SampleName): Sample =>
  JSON.parse(readFileSync(new URL(`samples/${name}.json`, import.meta.url), 'utf8')) as Sample;

type Entry = Record<string, unknown>;
export type Sample = Entry & { action_history: Entry[]; available_actions: Entry[]; dispute_documents: Entry[] };

/** What the flow was run with, where it is not S3's own. */
export interface FlowFacts {
  readonly disputed_amount: number;
  readonly reason_code: string;
  readonly date_customer_reported: string;
  readonly memo: string;
  readonly currency: string;
  readonly applicable_regulation?: string;
  readonly chargebackMessage: string;
  readonly representmentMessage: string;
  readonly chargebackUntil: string;
  readonly preComplianceUntil: string;
  readonly preArbitrationUntil: string;
}

/** A named difference between the samples and this platform (rulebook 8): how it changes what is expected. */
interface Deviation {
  readonly name: string;
  readonly apply: (expected: Sample, facts: FlowFacts) => void;
}

export const SLIPS: readonly Deviation[] = [
  {
    name: 'the history of steps 4 and 5 shows the verb as `state`; an action carries `status`',
    apply: ({ action_history }) => {
      for (const entry of action_history) {
        if (entry['state'] === undefined) continue;
        entry['status'] = entry['state'] === 'ACCEPT' ? 'ACCEPTED' : 'SUBMITTED';
        delete entry['state'];
      }
    },
  },
  {
    name: 'the chargeback’s message is not the one that was sent',
    apply: ({ action_history }, facts) => {
      for (const entry of action_history)
        if (entry['action'] === 'CHARGEBACK') entry['message'] = facts.chargebackMessage;
    },
  },
  {
    name: 'the representment does not repeat its chargeback’s reference, as S1 does',
    apply: ({ action_history }) => {
      const chargeback = action_history.find((entry) => entry['action'] === 'CHARGEBACK');
      for (const entry of action_history) {
        if (entry['action'] === 'REPRESENTMENT' && entry['status'] === 'SUBMITTED') {
          entry['external_reference_id'] = chargeback?.['external_reference_id'];
        }
      }
    },
  },
];

export const ADDITIONS: readonly Deviation[] = [
  {
    name: '`timestamp_valid_to` stands on every action that has a window',
    apply: ({ available_actions }, facts) => {
      for (const entry of available_actions) {
        if (entry['action'] === 'PRE_ARBITRATION') entry['timestamp_valid_to'] = facts.preArbitrationUntil;
      }
    },
  },
  {
    name: 'the system’s reversal of the credit stands in the history',
    apply: ({ action_history, credit_status }) => {
      const credited = action_history.find((entry) => entry['action'] === 'PROVISIONAL_CREDIT');
      if (!credited || credit_status !== 'NONE') return;
      const { id: _, creation_time: at, ...same } = credited;
      action_history.push({
        ...same,
        id: '018fcb2f-50f4-7514-a82d-e6143f57f260',
        creation_time: at,
        status: 'REVERSED',
      });
    },
  },
];

/** Fields that are ours and not in the samples; they are looked at by tests of their own. */
export const ADDED_FIELDS = [
  'regulatory_deadlines',
  'timestamp_provisional_credit_due',
  'timestamp_investigation_due',
  'network_activity',
  'network_cases',
] as const;

/** The sample as this platform has to answer it: the flow's own facts, without slips, with our additions. */
export function expectedOf(name: SampleName, facts: FlowFacts): Sample {
  const expected = readSample(name);
  for (const field of OF_THE_FLOW) {
    if (facts[field] === undefined) delete expected[field];
    else expected[field] = facts[field];
  }
  for (const { apply } of [...RUN_FACTS, ...SLIPS, ...ADDITIONS]) apply(expected, facts);
  return expected;
}

const OF_THE_FLOW = [
  'disputed_amount',
  'reason_code',
  'date_customer_reported',
  'memo',
  'currency',
  'applicable_regulation',
] as const;

const entriesOf = (entries: readonly Entry[], action: string): Entry[] =>
  entries.filter((entry) => entry['action'] === action);

/** Where the samples repeat what the flow was run with. */
const RUN_FACTS: readonly Deviation[] = [
  {
    name: 'the reason code on the chargeback',
    apply: ({ action_history }, { reason_code }) => {
      for (const entry of entriesOf(action_history, 'CHARGEBACK')) entry['reason_code'] = reason_code;
    },
  },
  {
    name: 'the representment’s message',
    apply: ({ action_history }, { representmentMessage }) => {
      for (const entry of entriesOf(action_history, 'REPRESENTMENT')) {
        if (entry['message'] !== undefined) entry['message'] = representmentMessage;
      }
    },
  },
  {
    name: 'the windows that count from settlement',
    apply: ({ available_actions }, { chargebackUntil, preComplianceUntil }) => {
      for (const entry of entriesOf(available_actions, 'CHARGEBACK')) {
        if (entry['timestamp_valid_to'] !== undefined) entry['timestamp_valid_to'] = chargebackUntil;
      }
      for (const entry of entriesOf(available_actions, 'PRE_COMPLIANCE'))
        entry['timestamp_valid_to'] = preComplianceUntil;
    },
  },
];

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const TIME = /^\d{4}-\d{2}-\d{2,3}T/;
/** Times that the rules compute are compared as they are. */
const EXACT_TIMES: readonly string[] = ['timestamp_valid_to', 'date_customer_reported'];
const MASKED: readonly string[] = ['tenant', 'account_id', 'customer_id', 'transaction_id'];

/** Replaces ids by the order in which they appear, so that references must match, and times by a word. */
export function masked(value: unknown): unknown {
  const names = new Map<string, string>();
  const alias = (kind: string, text: string): string => {
    if (!names.has(text)) names.set(text, `<${kind} ${names.size + 1}>`);
    return names.get(text) as string;
  };
  const mask = (field: string, part: unknown): unknown => {
    if (typeof part === 'string') return maskText(field, part, alias);
    if (Array.isArray(part)) return part.map((each) => mask(field, each));
    if (!isObject(part)) return part;
    const names = Object.keys(part).sort();
    return Object.fromEntries(names.map((name) => [name, mask(name, part[name])]));
  };
  return mask('', value);
}

function maskText(field: string, text: string, alias: (kind: string, text: string) => string): string {
  if (MASKED.includes(field)) return `<${field}>`;
  if (field === 'external_reference_id') return alias('reference', text);
  if (UUID.test(text)) return alias('id', text);
  return TIME.test(text) && !EXACT_TIMES.includes(field) ? '<time>' : text;
}

/** Our answer without the fields that the samples do not know. */
export function comparable(dispute: Dispute): unknown {
  const added: readonly string[] = ADDED_FIELDS;
  return Object.fromEntries(Object.entries(dispute).filter(([name]) => !added.includes(name)));
}

/** Where an answer differs from what S3 lets expect; empty where they are equal. */
export function differences(name: SampleName, dispute: Dispute, facts: FlowFacts): string[] {
  return compare('', masked(expectedOf(name, facts)), masked(comparable(dispute)));
}

function compare(at: string, expected: unknown, found: unknown): string[] {
  if (isObject(expected) && isObject(found)) {
    const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
    return names.flatMap((name) => compare(`${at}/${name}`, expected[name], found[name]));
  }
  return JSON.stringify(expected) === JSON.stringify(found)
    ? []
    : [`${at}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`];
}

const isObject = (value: unknown): value is Entry => value !== null && typeof value === 'object';
