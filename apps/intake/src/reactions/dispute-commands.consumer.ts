import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { continueTrace, readable, TenantDirectory } from '@dispute/app-kit';
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
import { inputFault } from '@dispute/kernel';
import type { CloudEvent, IncomingBatch, IncomingRecord } from '@dispute/messaging';
import { ChangeDispute } from '../commands/change-dispute.js';
import { DisputeCommands } from '../commands/dispute-commands.js';
import type { Handled } from '../commands/handled.js';
import type { Intent } from '../commands/intent.js';
import { OpensDisputes } from '../commands/open-dispute.js';
import { readMessage } from './read-message.js';
import { CommandResults } from './command-results.js';
import { SetAside } from '../transactions/set-aside.js';

const PRINCIPAL = 'kafka';
const RETRY_LATER = new Set(['TEMPORARILY_UNAVAILABLE', 'INTERNAL_ERROR']);

/**
 * Commands of the platform teams. Each gets one result on `dispute.command-results`, refusals too; a message without a
 * readable id or with an unknown tenant cannot be answered and is set aside. Commands of one key go in order.
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

  private async takeOne(record: IncomingRecord): Promise<void> {
    const read = readMessage(record);
    if (!read.ok && (read.id === null || read.tenant === null)) return this.setAside.put(record, read.reason);
    const tenant = read.ok ? read.event.tenant : (read.tenant as string);
    if (!(await this.directory.modeOf(tenant))) return this.setAside.put(record, `there is no tenant ${tenant}`);
    if (read.ok) return this.handle(read.event);
    const intent = intentOf({
      id: read.id as string,
      tenant,
      data: record.value?.toString('base64'),
      traceparent: null,
    });
    await this.commands.refuseUnplanned(intent, inputFault('', 'unreadable_message', read.reason));
  }

  private async handle(event: CloudEvent): Promise<void> {
    const intent = intentOf(event);
    const schema = COMMAND_MESSAGES[event.type as CommandMessageType] as
      (typeof COMMAND_MESSAGES)[CommandMessageType] | undefined;
    if (!schema) {
      const types = Object.keys(COMMAND_MESSAGES).join(', ');
      const message = `ce_type must be one of ${types}, not ${event.type}.`;
      return this.commands.refuseUnplanned(intent, inputFault('', 'unknown_type', message));
    }
    const checked = readable(validate(schema, event.data));
    if (!checked.ok) return this.commands.refuseUnplanned(intent, checked.rejection);
    const handled = await this.execute(intent, event.type as CommandMessageType, checked.value);
    if (handled.ok) return;
    if (RETRY_LATER.has(handled.rejection.code)) throw new Error(handled.rejection.detail);
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

function intentOf(event: {
  id: string;
  type?: string;
  tenant: string;
  data: unknown;
  traceparent: string | null;
}): Intent {
  return {
    tenant: event.tenant,
    actor: { kind: 'issuer', id: PRINCIPAL },
    channel: 'kafka',
    principal: PRINCIPAL,
    key: event.id,
    asked: { type: event.type ?? null, data: event.data ?? null },
    traceparent: continueTrace(event.traceparent ?? undefined),
  };
}
