import { present } from './read.js';
import type { WireRequest } from './wire-request.js';

export const getQueueNames = (): WireRequest => ({
  operation: 'getQueueNames',
  method: 'GET',
  path: '/v6/queues/names',
});

/** One page of a queue; both ends of the window (UTC, `yyyy-MM-ddTHH:mm`) or none. */
export const getQueuePage = (query: {
  queueName: string;
  page: number;
  window?: { from: string; to: string } | undefined;
}): WireRequest => ({
  operation: 'getQueueSummaryPost',
  method: 'POST',
  path: '/v6/queues',
  body: present({
    queueName: query.queueName,
    lastModifiedDateFrom: query.window?.from,
    lastModifiedDateTo: query.window?.to,
    pageNb: String(query.page),
  }),
});
