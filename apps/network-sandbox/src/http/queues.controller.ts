import { Body, Get, Inject, Post, Query } from '@nestjs/common';
import Type, { type Static } from 'typebox';
import { MS_PER_DAY, epochMs, plusMs } from '@dispute/kernel';
import { QUEUES, type QueueName } from '../claim/queue.js';
import { SandboxConfig } from '../config.js';
import { ClaimStore } from '../store/claim-store.js';
import { QueueStore, type Window } from '../store/queue-store.js';
import { MastercomController } from '../wire/mastercom.controller.js';
import { invalid } from '../wire/mastercom-error.js';
import { Performs } from '../wire/operations.js';
import { checkedBody } from '../wire/check.js';

import { Digits, Letters, Minute, minuteAt } from './forms.js';

const QueuePage = Type.Object({
  queueName: Letters(30),
  lastModifiedDateFrom: Type.Optional(Minute),
  lastModifiedDateTo: Type.Optional(Minute),
  pageNb: Type.Optional(Digits(1, 3)),
});
const SUMMARY_LIMIT = 10_000;
/** In a longer window the number of pages only says whether there are more. */
const EXACT_UP_TO_MS = 5 * MS_PER_DAY;
/** The window's last minute belongs to it whole. */
const LAST_OF_MINUTE_MS = 59_999;

@MastercomController('queues')
export class QueuesController {
  constructor(
    @Inject(ClaimStore) private readonly claims: ClaimStore,
    @Inject(QueueStore) private readonly queues: QueueStore,
    @Inject(SandboxConfig) private readonly config: SandboxConfig,
  ) {}

  @Get('names')
  @Performs('getQueues')
  names(): object {
    return Object.entries(QUEUES).map(([queueName, queueDescription]) => ({ queueName, queueDescription }));
  }

  @Get()
  @Performs('getQueueSummary')
  async summary(@Query('queue-name') name: string | undefined): Promise<object[]> {
    const queue = queueAt('queue-name', name ?? '');
    await this.claims.settleAllDue();
    if ((await this.queues.count(queue)) >= SUMMARY_LIMIT) {
      throw invalid('The queue holds 10,000 claims or more; ask for pages.');
    }
    return this.queues.page(queue, { skip: 0, take: SUMMARY_LIMIT });
  }

  @Post()
  @Performs('getQueueSummaryPost')
  async page(@Body() raw: unknown): Promise<object> {
    const body = checkedBody(QueuePage, raw);
    const queue = queueAt('queueName', body.queueName);
    const window = windowOf(body);
    const page = Number(body.pageNb ?? '1');
    if (page < 1) throw invalid('pageNb begins at 1.', [{ Name: 'pageNb', Value: '1' }]);
    await this.claims.settleAllDue();
    const take = this.config.SANDBOX_QUEUE_PAGE_SIZE;
    const pages = Math.max(1, Math.ceil((await this.queues.count(queue, window)) / take));
    const claimList = await this.queues.page(queue, { skip: (page - 1) * take, take }, window);
    return { pageCount: String(isExact(window) ? pages : Math.min(pages, page + 1)), claimList };
  }
}

function queueAt(field: string, name: string): QueueName {
  if (Object.hasOwn(QUEUES, name)) return name as QueueName;
  throw invalid(`There is no queue ${name}; ask for /queues/names.`, [{ Name: field, Value: name }]);
}

function windowOf(body: Static<typeof QueuePage>): Window | undefined {
  const { lastModifiedDateFrom: from, lastModifiedDateTo: to } = body;
  if ((from === undefined) !== (to === undefined)) {
    throw invalid('Send lastModifiedDateFrom and lastModifiedDateTo together, or neither.');
  }
  if (from === undefined || to === undefined) return undefined;
  const window = {
    from: minuteAt('lastModifiedDateFrom', from),
    to: plusMs(minuteAt('lastModifiedDateTo', to), LAST_OF_MINUTE_MS),
  };
  if (epochMs(window.from) > epochMs(window.to)) throw invalid('lastModifiedDateFrom lies after lastModifiedDateTo.');
  return window;
}

const isExact = (window: Window | undefined): boolean =>
  window !== undefined && epochMs(window.to) - epochMs(window.from) <= EXACT_UP_TO_MS + LAST_OF_MINUTE_MS;
