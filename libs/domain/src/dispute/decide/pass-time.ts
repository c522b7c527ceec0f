import type { DisputeEvent } from '@dispute/contracts';
import { type CommandMeta, type Decision, accepted, isBefore } from '@dispute/kernel';
import { dueOf, move } from '../clocks.js';
import type { DisputeCommand } from '../commands.js';
import { settleCredit } from '../credit-outcome.js';
import { Draft } from '../draft.js';
import { alertsAt, lapseRow } from '../lapses.js';
import type { LifecycleRow } from '../lifecycle-row.js';
import type { KnownDispute } from '../state.js';
import { outcomeFor } from '../row-outcome.js';
import { decideDispute } from '../take-row.js';

type LapseWindow = Extract<DisputeCommand, { type: 'LapseWindow' }>;
type PassClock = Extract<DisputeCommand, { type: 'PassClock' }>;

/** A window's end has come. A timer that speaks of another end, or of a row that no longer applies, changes nothing. */
export function lapseWindow(command: LapseWindow, state: KnownDispute, meta: CommandMeta): Decision<DisputeEvent> {
  const { window, validTo } = command;
  const stale = state.windows[window] !== validTo || state.lapsedWindows.has(window);
  if (stale || isBefore(meta.now, validTo)) return accepted();
  const draft = new Draft(state, meta);
  const row = lapseRow(state, window);
  if (row) lapse(draft, row, command);
  else if (alertsAt(state, window)) alert(draft, command);
  return draft.done();
}

function lapse(draft: Draft, row: LifecycleRow, { window, validTo }: LapseWindow): void {
  const from = draft.state.lifecycleState;
  const outcome = outcomeFor(row, draft.state);
  const ends = outcome.endsCase ? { ends_case: true } : {};
  const data = { row: row.id, window, valid_to: validTo, from, to: outcome.to, ...ends };
  draft.add({ type: 'dispute.window-lapsed.v1', data });
  decideDispute(draft, outcome, row.id, 'clock');
}

function alert(draft: Draft, { window, validTo }: LapseWindow): void {
  const { lifecycleState } = draft.state;
  const data = { row: 'alert', window, valid_to: validTo, from: lifecycleState, to: lifecycleState };
  draft.add({ type: 'dispute.window-lapsed.v1', data });
}

/** A regulatory day is over. Regulation E: an investigation that has not ended makes a provisional credit final (rulebook 6). */
export function passClock({ clock, due }: PassClock, state: KnownDispute, meta: CommandMeta): Decision<DisputeEvent> {
  if (dueOf(state, clock) !== due || isBefore(meta.now, due)) return accepted();
  const draft = new Draft(state, meta);
  move(draft, { kind: 'passed', clock }, clock === 'REG_E_INVESTIGATION' ? 'FINALISE_IF_CREDITED' : undefined);
  settleCredit(draft);
  return draft.done();
}
