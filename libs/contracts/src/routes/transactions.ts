import { CardTransaction, TransactionFeed } from '../transaction.js';
import { defineRoutes } from './route.js';
import { TransactionParams } from './parts.js';

export const TRANSACTION_ROUTES = defineRoutes({
  putTransaction: {
    app: 'intake',
    method: 'PUT',
    path: '/v1/transactions/{transaction_id}',
    versions: ['v1', 'v2'],
    auth: 'tenant',
    summary: 'Feed a card transaction',
    description:
      'The same feed as the topic `card.transactions`. A lower `source_version` than the stored one is ignored; POSTED never returns to PENDING. The answer is the transaction as it is stored.',
    params: TransactionParams,
    body: TransactionFeed,
    responses: { 200: CardTransaction },
    problems: ['CARD_NUMBER_REFUSED'],
    source: 'S3',
  },
  getTransaction: {
    app: 'intake',
    method: 'GET',
    path: '/v1/transactions/{transaction_id}',
    versions: ['v1', 'v2'],
    auth: 'tenant',
    summary: 'Read a card transaction',
    params: TransactionParams,
    responses: { 200: CardTransaction },
    problems: ['RESOURCE_NOT_FOUND'],
    source: 'S3',
  },
});
