import {
  ActOnDispute,
  ActOnDisputeCommand,
  DenyDispute,
  DenyDisputeCommand,
  OpenDispute,
  UpdateDispute,
  UpdateDisputeCommand,
} from '../commands.js';
import { CommandResult } from '../command-result.js';
import { CardTransaction, TransactionFeed } from '../transaction.js';
import { exampleOf } from './example.js';
import { chargeback, transaction, transactionFeed } from './resources.js';
import * as story from './story.js';

const act = {
  payment_rail: 'CARD',
  action: 'CHARGEBACK',
  state: 'CREATE',
  supporting_doc_id: story.DOCUMENT_ID,
  message: 'Some things about chargeback',
} as const;
const deny = { finding: 'NO_ERROR', explanation: 'The receipt bears the cardholder’s signature.' } as const;
const onDispute = { dispute_id: story.DISPUTE_ID };

export const COMMAND_EXAMPLES = [
  exampleOf(TransactionFeed, transactionFeed),
  exampleOf(CardTransaction, transaction),
  exampleOf(OpenDispute, {
    payment_rail: 'CARD',
    transaction_id: story.TRANSACTION_ID,
    disputed_amount: 500,
    date_customer_reported: story.REPORTED_AT,
    memo: story.MEMO,
    reason_code: 'DUPLICATE_TRANSACTION',
  }),
  exampleOf(ActOnDispute, act),
  exampleOf(ActOnDisputeCommand, { ...onDispute, ...act }),
  exampleOf(UpdateDispute, { status: 'CLOSED' }),
  exampleOf(UpdateDisputeCommand, { ...onDispute, status: 'CLOSED' }),
  exampleOf(DenyDispute, deny),
  exampleOf(DenyDisputeCommand, { ...onDispute, ...deny }),
  exampleOf(CommandResult, {
    command_id: 'close-the-books-0042',
    tenant: story.TENANT,
    dispute_id: story.DISPUTE_ID,
    status: 201,
    version: 4,
    body: chargeback,
  }),
];
