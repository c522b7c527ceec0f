import { Case, CaseCreated, ChangeTrustedAmount, CreateCase, TrustedAmountChanged } from '../cases.js';
import { Strict, Type } from '../schema.js';
import { defineRoutes } from './route.js';

const CaseParams = Strict({ caseId: Type.Integer({ minimum: 1 }) });

export const CASE_ROUTES = defineRoutes({
  createCase: {
    app: 'intake',
    method: 'POST',
    path: '/cases',
    auth: 'tenant',
    summary: 'Create a dispute case',
    description:
      'Mastercard Processing’s way to open a dispute: always for the whole transaction amount. The header Location names the case.',
    body: CreateCase,
    responses: { 201: CaseCreated },
    problems: [
      'CARD_NUMBER_REFUSED',
      'DUPLICATE_RESOURCE',
      'AMOUNT_EXCEEDS_TRANSACTION',
      'TRANSACTION_NOT_POSTED',
      'TRANSACTION_UNKNOWN',
    ],
    errorForm: 'cases',
    idempotent: true,
    source: 'S2',
  },
  getCase: {
    app: 'intake',
    method: 'GET',
    path: '/cases/{caseId}',
    auth: 'tenant',
    summary: 'Read a dispute case',
    params: CaseParams,
    responses: { 200: Case },
    problems: ['RESOURCE_NOT_FOUND'],
    errorForm: 'cases',
    source: 'S2',
  },
  changeTrustedAmount: {
    app: 'intake',
    method: 'POST',
    path: '/cases/{caseId}/trusted-amounts',
    auth: 'tenant',
    summary: 'Say what the transaction should have been',
    description:
      'The disputed amount becomes the posted amount less `newAmount`; in PENDING_ACTION only and before any credit.',
    params: CaseParams,
    body: ChangeTrustedAmount,
    responses: { 200: TrustedAmountChanged },
    problems: ['CARD_NUMBER_REFUSED', 'RESOURCE_NOT_FOUND', 'ACTION_NOT_AVAILABLE', 'AMOUNT_EXCEEDS_TRANSACTION'],
    errorForm: 'cases',
    idempotent: true,
    source: 'S2',
  },
});
