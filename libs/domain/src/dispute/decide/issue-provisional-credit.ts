import type { DisputeEvent } from '@dispute/contracts';
import {
  type CalendarDate,
  type CommandMeta,
  type Decision,
  type Instant,
  accepted,
  isBefore,
  minusBusinessDays,
  plusDays,
} from '@dispute/kernel';
import { calendarBy } from '../../regulation/federal-reserve-calendar.js';
import { endOfDayIn } from '../../regulation/institution-days.js';
import { policyOf, zoneOf } from '../clocks.js';
import { requestPosting } from '../credit-outcome.js';
import { Draft } from '../draft.js';
import { rowById } from '../lifecycle.js';
import { isAvailable } from '../rows.js';
import { type KnownDispute, rulesOf } from '../state.js';
import { takeRow } from '../take-row.js';

const ROW = rowById('provisional-credit.create');

/**
 * When the tenant's policy gives the provisional credit by itself: the first moment of the day that lies so many business
 * days before it is due (Regulation E). Undefined: there is no such policy, or nothing to give.
 */
export function automaticCreditAt(state: KnownDispute): Instant | undefined {
  const rule = policyOf(state).auto_provisional_credit;
  const clock = state.deadlines.find((found) => found.clock === 'REG_E_PROVISIONAL_CREDIT');
  if (!rule || clock?.status !== 'RUNNING' || !clock.due_date) return undefined;
  const refused = state.refusedMovement === 'PROVISIONAL';
  if (refused || state.decision !== 'ONGOING' || !isAvailable(ROW, state, 'clock', state.updatedAt)) return undefined;
  const calendar = calendarBy(rulesOf(state).calendar);
  const day = minusBusinessDays(calendar, clock.due_date as CalendarDate, rule.business_days_before_due);
  return endOfDayIn(zoneOf(state), plusDays(day, -1));
}

/** The tenant's standing order: the issuer's row, taken by the clock. */
export function issueProvisionalCredit(
  { at }: { readonly at: Instant },
  state: KnownDispute,
  meta: CommandMeta,
): Decision<DisputeEvent> {
  if (automaticCreditAt(state) !== at || isBefore(meta.now, at)) return accepted();
  const draft = new Draft(state, meta);
  const action = takeRow(draft, ROW, { by: 'clock', fields: {}, windows: {} });
  requestPosting(draft, 'PROVISIONAL', action.id);
  return draft.done();
}
