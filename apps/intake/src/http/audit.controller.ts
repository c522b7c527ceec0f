import { Controller } from '@nestjs/common';
import {
  type Caller,
  CallerOf,
  Contract,
  ContractParams,
  ContractQuery,
  HttpRejection,
  notFound,
} from '@dispute/app-kit';
import { type AuditEvent, type AuditTrail, ROUTES, type StoredEvent } from '@dispute/contracts';
import { toDisputeResource } from '@dispute/domain';
import { inputFault, type Instant, isBefore, readInstant } from '@dispute/kernel';
import { foldDispute } from '../commands/dispute-history.js';
import { DisputeReader } from '../commands/dispute-reader.js';

interface Query {
  readonly as_of?: string;
  readonly limit?: number;
  readonly page_token?: string;
}

/** What happened to a dispute, by whom and under which rules; and the dispute as it was at any moment. */
@Controller()
export class AuditController {
  constructor(private readonly reader: DisputeReader) {}

  @Contract(ROUTES.listDisputeEvents)
  async events(
    @CallerOf() caller: Caller,
    @ContractParams() params: { dispute_id: string },
    @ContractQuery() query: Query,
  ): Promise<AuditTrail> {
    const { history, now } = await this.reader.find(caller.tenant, params.dispute_id);
    const asOf = query.as_of === undefined ? now : readInstant(query.as_of);
    const upTo = historyUntil(history, asOf);
    const dispute = foldDispute(upTo);
    if (!dispute) throw notFound('dispute at that moment');
    const after = pageStart(query.page_token);
    const page = upTo.filter(({ version }) => version > after).slice(0, query.limit ?? 20);
    const last = page.at(-1)?.version;
    return {
      events: page.map(shown),
      dispute: toDisputeResource(dispute, asOf),
      ...(last !== undefined && last < upTo.length ? { next_page_token: String(last) } : {}),
    };
  }
}

function historyUntil(history: readonly StoredEvent[], asOf: Instant): readonly StoredEvent[] {
  const later = history.findIndex((event) => isBefore(asOf, event.occurredAt));
  return later < 0 ? history : history.slice(0, later);
}

function pageStart(token: string | undefined): number {
  if (token === undefined) return 0;
  if (/^\d{1,9}$/.test(token)) return Number(token);
  throw new HttpRejection(
    inputFault('/page_token', 'unknown_value', 'Send the next_page_token of the page before, unchanged.'),
  );
}

const shown = (event: StoredEvent): AuditEvent => ({
  version: event.version,
  type: event.type,
  time: event.occurredAt,
  actor: event.actor,
  command_id: event.commandId,
  rule_version: event.ruleVersion,
  data: event.data,
});
