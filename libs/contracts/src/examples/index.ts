import { COMMAND_EXAMPLES } from './commands.js';
import { DISPUTE_EXAMPLES } from './dispute-events.js';
import { CREDIT_EXAMPLES, DELIVERY_EXAMPLES, DISPUTED_TRANSACTION_EXAMPLES, NETWORK_EXAMPLES } from './events.js';
import { HTTP_EXAMPLES } from './http.js';
import { OPERATION_EXAMPLES } from './operations.js';

/** One example per published schema, by its `$id` or event type: parts of S3's flow, in round numbers. */
export const EXAMPLES: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries([...COMMAND_EXAMPLES, ...HTTP_EXAMPLES, ...OPERATION_EXAMPLES]),
  ...DISPUTE_EXAMPLES,
  ...DISPUTED_TRANSACTION_EXAMPLES,
  ...NETWORK_EXAMPLES,
  ...CREDIT_EXAMPLES,
  ...DELIVERY_EXAMPLES,
};
