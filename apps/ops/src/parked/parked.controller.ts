import { Controller, Headers } from '@nestjs/common';
import {
  Contract,
  ContractParams,
  ContractQuery,
  DEFAULT_LIMIT,
  IdempotentAnswers,
  notFound,
  pageOf,
  placeOfToken,
} from '@dispute/app-kit';
import { type ParkedEvent, type QueryOf, ROUTES } from '@dispute/contracts';
import { parseInstant } from '@dispute/kernel';
import { OtherApps } from '../other-apps.js';

/** A parked row as an app tells of it. */
interface AppRow {
  readonly schema: string;
  readonly consumer: string;
  readonly version: number;
  readonly source: string;
  readonly shard: number;
  readonly subject: string;
  readonly position: number;
  readonly tenant: string;
  readonly event: { readonly type: string };
  readonly error: string | null;
  readonly attempts: number;
  readonly parkedAt: string;
  readonly nextAttempt: string;
}
type Place = Pick<AppRow, 'schema' | 'consumer' | 'version' | 'source' | 'shard' | 'subject' | 'position'> & {
  readonly app: string;
};

interface ParkedParams {
  readonly parked_id: string;
}

/** By the time of parking, then by id: a page goes on behind its place, also where what stood there is gone. */
const placeIn = ({ parked_at, id }: ParkedEvent): readonly string[] => [parked_at, id];
const orderOf = (parked: ParkedEvent): string => placeIn(parked).join(' ');
const isId = (text: string): boolean => /^[\w-]{1,200}$/.test(text);
const PLACE = [(text: string): boolean => parseInstant(text) !== undefined, isId];

/** What any app's consumers have set aside; an operator has it tried again, or gives it up. */
@Controller()
export class ParkedController {
  constructor(
    private readonly apps: OtherApps,
    private readonly answers: IdempotentAnswers,
  ) {}

  @Contract(ROUTES.listParked)
  async list(
    @ContractQuery() query: QueryOf<typeof ROUTES.listParked>,
  ): Promise<{ parked: ParkedEvent[]; next_page_token?: string }> {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const after = placeOfToken(query.page_token, PLACE)?.join(' ') ?? '';
    const wanted = (await this.all())
      .filter(({ tenant }) => query.tenant === undefined || tenant === query.tenant)
      .filter((parked) => orderOf(parked) > after);
    const { items, ...next } = pageOf(wanted.slice(0, limit + 1), limit, placeIn);
    return { parked: [...items], ...next };
  }

  @Contract(ROUTES.replayParked)
  replay(@ContractParams() params: ParkedParams, @Headers('idempotency-key') key?: string): Promise<ParkedEvent> {
    return this.answers.askOnce({ key, content: ['REPLAY', params.parked_id] }, () =>
      this.decide(params.parked_id, 'REPLAY'),
    );
  }

  @Contract(ROUTES.discardParked)
  discard(@ContractParams() params: ParkedParams, @Headers('idempotency-key') key?: string): Promise<ParkedEvent> {
    return this.answers.askOnce({ key, content: ['DISCARD', params.parked_id] }, () =>
      this.decide(params.parked_id, 'DISCARD'),
    );
  }

  private async decide(id: string, decision: 'REPLAY' | 'DISCARD'): Promise<ParkedEvent> {
    const found = (await this.all()).find((parked) => parked.id === id);
    if (!found) throw notFound('parked event');
    const { app, ...place } = placeOf(id);
    await this.apps.ask(app, '/internal/parked', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...place, decision }),
    });
    return found;
  }

  /** An app that does not answer has nothing to show now. */
  private async all(): Promise<ParkedEvent[]> {
    const lists = this.apps.names.map(async (app) => {
      const asked = this.apps.ask(app, '/internal/parked').catch(() => ({ parked: [] }));
      const answer = (await asked) as { parked: AppRow[] };
      return answer.parked.map((row) => shown(app, row));
    });
    return (await Promise.all(lists)).flat().sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  }
}

function shown(app: string, row: AppRow): ParkedEvent {
  const { schema, consumer, version, source, shard, subject, position } = row;
  return {
    id: Buffer.from(JSON.stringify([app, schema, consumer, version, source, shard, subject, position])).toString(
      'base64url',
    ),
    app,
    consumer,
    source,
    shard,
    position,
    tenant: row.tenant,
    dispute_id: subject,
    type: row.event.type,
    attempts: row.attempts,
    error: row.error ?? 'waits behind an earlier event of its dispute',
    parked_at: row.parkedAt,
    next_attempt_at: row.nextAttempt,
  };
}

function placeOf(id: string): Place {
  const [app, schema, consumer, version, source, shard, subject, position] = JSON.parse(
    Buffer.from(id, 'base64url').toString('utf8'),
  ) as [string, string, string, number, string, number, string, number];
  return { app, schema, consumer, version, source, shard, subject, position };
}
