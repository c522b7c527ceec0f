/** One dispute: what it needs, until when, what has happened, and, where ops manages it, a form to record a step. */
export const DETAIL_SCRIPT = `
async function detail(id) {
  const d = await ask('/ops/v1/disputes/' + id);
  const box = at('detail');
  const bar = make('header');
  bar.append(make('h1', 'Dispute ' + d.id), button('Close', () => box.close()));
  box.replaceChildren(bar, factsOf(d), ...tasksOf(d), ...deadlinesIn(d), ...historyOf(d), ...casesOf(d), ...recordForm(d));
  if (!box.open) box.showModal();
}
function factsOf(d) {
  const facts = make('div', undefined, { className: 'facts' });
  const pairs = [
    ['Tenant', d.tenant], ['Amount', money(d.disputed_amount, d.currency)], ['Lifecycle', d.lifecycle_state],
    ['Decision', d.decision + (d.status === 'CLOSED' ? ' · closed' : '')], ['Credit', d.credit_status], ['Reason', d.reason_code],
    ['Network', d.network + (d.managed_by ? ' · managed by ' + d.managed_by : '')], ['Claim', d.external_reference_id],
    ['Regulation', d.applicable_regulation], ['Reported (UTC)', minute(d.date_customer_reported)], ['Opened (UTC)', minute(d.creation_time)],
    ['Account', d.account_id], ['Customer', d.customer_id], ['Transaction', d.transaction_id], ['Memo', d.memo],
  ];
  for (const [name, value] of pairs.filter(([, value]) => value)) {
    const fact = make('div', value);
    fact.prepend(make('span', name));
    facts.append(fact);
  }
  return facts;
}
function tasksOf(d) {
  const tasks = d.tasks.map((task) => make('p', task + ': ' + (says[task] || '')));
  const hint = d.write_off_hint;
  if (hint) tasks.push(make('p', 'Below ' + money(hint.minimum_amount, hint.currency) + ' a chargeback hardly pays; a write-off may be the cheaper end. ' + hint.source, { className: 'quiet' }));
  return tasks.length ? [make('h3', 'To do'), ...tasks] : [];
}
function deadlinesIn(d) {
  const open = d.available_actions.map((a) => [a.action + '/' + a.state, a.timestamp_valid_to ? 'before ' + minute(a.timestamp_valid_to) : '', 'the issuer may', '']);
  const clocks = (d.regulatory_deadlines || []).map((c) => [c.clock, c.due_date || '', c.status, [c.clause + (c.reason ? ' · ' + c.reason : ''), 'text']]);
  const rows = [...open, ...clocks];
  return rows.length ? [make('h3', 'Open to the issuer, and deadlines (UTC)'), tableOf(['What', 'Until', 'Standing', 'By'], rows)] : [];
}
function historyOf(d) {
  const rows = d.action_history.map((a) => [
    minute(a.creation_time), a.action + ' ' + a.status, a.external_reference_id,
    [[a.reason_code, a.representment_reason_code, a.violation_code, a.message, a.memo, a.updated_reason_code_memo].filter(Boolean).join(' · '), 'text'],
  ]);
  const files = d.dispute_documents.map((f) => [minute(f.creation_time), 'document', '', f.file_name]);
  const all = [...rows, ...files];
  return [make('h3', 'History'), all.length ? tableOf(['When (UTC)', 'What', 'Reference', 'Words'], all) : make('p', 'Nothing has been done yet.', { className: 'quiet' })];
}
function casesOf(d) {
  const cases = (d.network_cases || []).map((c) => [minute(c.opened_at), c.stage + ' ' + c.status + ' of the ' + c.filer, c.case_id, c.violation_code]);
  const activity = (d.network_activity || []).map((a) => [minute(a.time), a.kind, a.external_reference_id, [a.detail, 'text']]);
  const rows = [...cases, ...activity];
  return rows.length ? [make('h3', 'Beside it at the network'), tableOf(['When (UTC)', 'What', 'Reference', 'Words'], rows)] : [];
}
const ACTIONS = ['CHARGEBACK', 'REPRESENTMENT', 'PRE_ARBITRATION', 'ARBITRATION', 'PRE_COMPLIANCE', 'COMPLIANCE', 'PROVISIONAL_CREDIT', 'WRITE_OFF'];
const VERBS = ['CREATE', 'ACCEPT', 'REBUT', 'REVERSE', 'NETWORK_REJECT', 'NETWORK_REJECT_REVERSAL', 'WON', 'LOST'];
const FIELDS = [
  ['by', ['ISSUER', 'ACQUIRER', 'NETWORK']], ['action', ACTIONS], ['state', VERBS], ['network_date', 'date'], ['external_reference_id', 'text'],
  ['message', 'text'], ['memo', 'text'], ['violation_code', 'text'], ['violation_date', 'date'],
];
function fieldOf(name, kind) {
  const field = Array.isArray(kind) ? make('select', undefined, { name }) : make('input', undefined, { name, type: kind });
  if (Array.isArray(kind)) field.append(...kind.map((value) => make('option', value)));
  const label = make('label');
  label.append(make('span', name), field);
  return label;
}
function recordForm(d) {
  if (d.managed_by !== 'OPS' || d.status !== 'OPEN') return [];
  const form = make('form');
  form.append(...FIELDS.map(([name, kind]) => fieldOf(name, kind)));
  const outcome = make('p', '', { className: 'bad', role: 'alert' });
  form.append(make('button', 'Record'));
  form.onsubmit = async (event) => {
    event.preventDefault();
    const given = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ''));
    if (given.violation_date) given.violation_date += 'T00:00:00Z';
    try {
      await ask('/ops/v1/managed_disputes/' + d.id + '/actions', 'POST', { tenant: d.tenant, payment_rail: d.payment_rail, ...given });
      await shownAfter(d);
    } catch (error) { outcome.textContent = error.message; }
  };
  return [make('h3', 'Record what has happened (network_date and external_reference_id: of ACQUIRER and NETWORK only)'), form, outcome];
}
/** The read model follows within moments; the page waits for it. */
async function shownAfter(before) {
  for (let looked = 0; looked < 20; looked++) {
    if ((await ask('/ops/v1/disputes/' + before.id)).version > before.version) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await Promise.all([detail(before.id), load(false)]);
}
`;
