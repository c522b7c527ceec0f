import type { TSchema } from 'typebox';
import { Identifier, Strict, Type, Uuid } from '../schema.js';

/** An answer without a body. */
export const NoBody = Type.Unsafe<undefined>({ $id: 'NoBody', not: {} });
/** An answer that is bytes, not JSON; the route's `produces` names the media types. */
export const Bytes = Type.Unsafe<Uint8Array>({ $id: 'Bytes' });

export const DisputeParams = Strict({ dispute_id: Uuid });
export const DocumentParams = Strict({ document_id: Uuid });
export const TransactionParams = Strict({ transaction_id: Identifier });

const page = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20, description: 'Items on one page.' })),
  page_token: Type.Optional(
    Type.String({ minLength: 1, maxLength: 1000, description: '`next_page_token` of the page before.' }),
  ),
};
/** Query of a list: its filters, then the page. */
export const ListQuery = <P extends Record<string, TSchema>>(filters: P) => Strict({ ...filters, ...page });

/** Part of every page of a list. */
export const nextPage = {
  next_page_token: Type.Optional(Type.String({ description: 'Absent at the end of the list.' })),
};
