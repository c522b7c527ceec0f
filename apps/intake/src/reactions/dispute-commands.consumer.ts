import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { Logger } from 'pino';
import { continueTrace, LOGGER, readable, TenantDirectory } from '@dispute/app-kit';
import {
  type ActOnDispute,
  COMMAND_MESSAGES,
  type CommandMessageType,
  type DenyDispute,
  type OpenDispute,
  TOPICS,
  type UpdateDispute,
  validate,
} from '@dispute/contracts';
import type { DisputeCommand } from '@dispute/domain';
import { inputFault, type Rejection } from '@dispute/kernel';
import type { IncomingBatch, IncomingRecord, ReadCloudEvent } from '@dispute/messaging';
import { ChangeDispute } from '../commands/change-dispute.js';
import { DisputeCommands } from '../commands/dispute-commands.js';
import type { Handled } from '../commands/handled.js';
import type { Intent } from '../commands/intent.js';
import { OpensDisputes } from '../commands/open-dispute.js';
import { readMessage } from './read-message.js';
import { CommandResults } from './command-results.js';
import { subjectOf } from './result-address.js';
import { TakeAgain, takeOrElse } from './take-or-else.js';
import { SetAside } from '../transactions/set-aside.js';

const PRINCIPAL = 'kafka';
const FAILED: Rejection = {
  code: 'INTERNAL_ERROR',
  detail:
    'The platform failed at this command and changed nothing; report its ce_id, and send it anew under another one.',
};

/**
 * Commands of the platform teams. Each gets one result on `dispute.command-results`, refusals too; a message without a
 * readable id or with an unknown tenant cannot be answered and is set aside, as is one whose id has been used for another
 * command. Commands of one key go in order, and none holds up the others by what it says.
 */
@Controller()
export class DisputeCommandsConsumer {
  constructor(
    private readonly opens: OpensDisputes,
    private readonly changes: ChangeDispute,
    private readonly commands: DisputeCommands,
    private readonly directory: TenantDirectory,
    private readonly results: CommandResults,
    private readonly setAside: SetAside,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @EventPattern(TOPICS.disputeCommands.name)
  async take(@Payload() batch: IncomingBatch): Promise<void> {
    const byKey = Map.groupBy(batch.records, (record) => record.key ?? record.headers['ce_id'] ?? '');
    await Promise.all([...byKey.values()].map((records) => this.inOrder(records)));
    this.results.wake();
  }

  private async inOrder(records: readonly IncomingRecord[]): Promise<void> {
    for (const record of records) await this.takeOne(record);
  }

  private takeOne(record: IncomingRecord): Promise<void> {
    return takeOrElse(
      () => this.answer(record),
      ({ message }) => this.setAside.put(record, `It cannot be taken: ${message}`),
    );
  }

  private async answer(record: IncomingRecord): Promise<void> {
    const read = readMessage(record);
    if (!isAnswerable(read)) return this.setAside.put(record, read.reason);
    const { tenant } = read.ok ? read.event : read;
    if (!(await this.directory.modeOf(tenant))) return this.setAside.put(record, `there is no tenant ${tenant}`);
    const intent = intentOf(record, read);
    await takeOrElse(
      async () => this.settle(record, await this.handle(intent, read)),
      (failure) => this.fail(intent, failure),
    );
  }

  private async handle(intent: Intent, read: ReadCloudEvent): Promise<Handled> {
    if (!read.ok) return this.commands.refuseUnplanned(intent, inputFault('', 'unreadable_message', read.reason));
    const { type, data } = read.event;
    if (!isCommand(type)) {
      const types = Object.keys(COMMAND_MESSAGES).join(', ');
      const message = `ce_type must be one of ${types}, not ${type}.`;
      return this.commands.refuseUnplanned(intent, inputFault('', 'unknown_type', message));
    }
    const checked = readable(validate(COMMAND_MESSAGES[type], data));
    if (!checked.ok) return this.commands.refuseUnplanned(intent, checked.rejection);
    return this.execute(intent, type, checked.value);
  }

  /** A refusal is stored, and told from there; but one that cannot be stored is told nowhere else. */
  private async settle(record: IncomingRecord, handled: Handled): Promise<void> {
    if (handled.ok) return;
    const { code, detail } = handled.rejection;
    if (code === 'TEMPORARILY_UNAVAILABLE') throw new TakeAgain(detail);
    if (code === 'IDEMPOTENCY_INVALID_REUSE') await this.setAside.put(record, detail);
  }

  private async fail(intent: Intent, failure: Error): Promise<void> {
    const { tenant, key } = intent;
    this.logger.error({ err: failure, tenant, command_id: key }, 'a command failed unexpectedly');
    await this.commands.refuseUnplanned(intent, FAILED);
  }

  private execute(intent: Intent, type: CommandMessageType, value: unknown): Promise<Handled> {
    if (type === 'dispute.open.v1') return this.opens.open(intent, value as OpenDispute);
    const { dispute_id: disputeId, ...body } = value as { dispute_id: string };
    const command = COMMANDS[type](body);
    return this.changes.change(intent, disputeId, command, { status: type === 'dispute.update.v1' ? 200 : 201 });
  }
}

const COMMANDS: Record<Exclude<CommandMessageType, 'dispute.open.v1'>, (body: unknown) => DisputeCommand> = {
  'dispute.act.v1': (body) => ({ type: 'ActOnDispute', body: body as ActOnDispute }),
  'dispute.update.v1': (body) => ({ type: 'UpdateDispute', body: body as UpdateDispute }),
  'dispute.deny.v1': (body) => ({ type: 'DenyDispute', body: body as DenyDispute }),
};

/** Of the table's own types: every object has a "constructor", too. */
const isCommand = (type: string): type is CommandMessageType => Object.hasOwn(COMMAND_MESSAGES, type);

type Readable = Extract<ReadCloudEvent, { ok: true }>;
type Unreadable = Extract<ReadCloudEvent, { ok: false }>;
/** A message whose sender can be told what became of it. */
type Answerable = Readable | (Unreadable & { readonly id: string; readonly tenant: string });

const isAnswerable = (read: ReadCloudEvent): read is Answerable =>
  read.ok || (read.id !== null && read.tenant !== null);

function intentOf(record: IncomingRecord, read: Answerable): Intent {
  const { id, tenant } = read.ok ? read.event : read;
  const about = subjectOf(record, read.ok ? read.event.data : undefined);
  return {
    tenant,
    actor: { kind: 'issuer', id: PRINCIPAL },
    channel: 'kafka',
    principal: PRINCIPAL,
    key: id,
    asked: askedOf(record, read),
    ...(about === undefined ? {} : { about }),
    traceparent: continueTrace((read.ok && read.event.traceparent) || undefined),
  };
}

/** Of an unreadable message its bytes are what was asked. */
const askedOf = ({ value }: IncomingRecord, read: Answerable): unknown =>
  read.ok ? { type: read.event.type, data: read.event.data } : { type: null, data: value?.toString('base64') ?? null };
