/** The lists: the work lists, their disputes, and what no list of disputes holds. Text goes in as text, never as markup. */
export const SCRIPT = `
const at = (id) => document.getElementById(id);
const state = (text, bad) => { at('state').textContent = text; at('state').className = bad ? 'bad' : ''; };
let queue = '', next;
at('token').value = sessionStorage.getItem('ops-token') || '';

async function ask(path, method, body) {
  const headers = { authorization: 'Bearer ' + at('token').value };
  if (body) headers['content-type'] = 'application/json';
  const answer = await fetch(path, { method: method || 'GET', headers, body: body && JSON.stringify(body) });
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.detail || answer.statusText);
  return found;
}
/** Does something that an operator wants, and says what came of it. */
async function attempt(work) { try { await work(); } catch (error) { state(error.message, true); } }
const day = (time) => time ? time.slice(0, 10) : '';
const minute = (time) => time ? time.slice(0, 16).replace('T', ' ') : '';
function money(amount, currency) {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
  return (amount / 10 ** digits).toFixed(digits) + ' ' + currency;
}
function make(tag, text, more) {
  return Object.assign(document.createElement(tag), text === undefined ? {} : { textContent: text ?? '' }, more || {});
}
const button = (text, does, more) => make('button', text, { type: 'button', onclick: does, ...more });
/** A row; a cell is a text, [text, class], or an element. */
function rowOf(cells, tag) {
  const row = make('tr');
  for (const cell of cells) {
    const [text, className] = Array.isArray(cell) ? cell : [cell, ''];
    const td = make(tag || 'td', text instanceof Node ? undefined : text, { className: className || '' });
    if (text instanceof Node) td.append(text);
    row.append(td);
  }
  return row;
}
function tableOf(head, rows) {
  const table = make('table');
  table.append(make('thead'), make('tbody'));
  table.tHead.append(rowOf(head, 'th'));
  table.tBodies[0].append(...rows.map((cells) => rowOf(cells)));
  const scroll = make('div', undefined, { className: 'scroll' });
  scroll.append(table);
  return scroll;
}
const linkTo = (id) => id ? button(id, () => attempt(() => detail(id)), { className: 'link' }) : '';

function show(disputes, append) {
  const body = document.querySelector('#disputes tbody');
  if (!append) body.replaceChildren();
  body.append(...disputes.map((d) => rowOf([
    minute(d.creation_time), d.tenant, linkTo(d.id), [money(d.disputed_amount, d.currency), 'amount'],
    d.lifecycle_state, d.decision + (d.status === 'CLOSED' ? ' · closed' : ''), d.credit_status,
    d.next_deadline ? day(d.next_deadline.due) + ' ' + d.next_deadline.clock : '', [d.tasks.join(', '), 'text'],
  ])));
  at('disputes').hidden = false;
}
async function load(append) {
  const query = new URLSearchParams({ limit: '50' });
  for (const name of ['tenant', 'status', 'decision']) if (at(name).value) query.set(name, at(name).value);
  if (queue) query.set('queue', queue);
  if (append && next) query.set('page_token', next);
  await attempt(async () => {
    const page = await ask('/ops/v1/disputes?' + query);
    show(page.disputes, append);
    next = page.next_page_token;
    at('more').hidden = !next;
    sessionStorage.setItem('ops-token', at('token').value);
    if (!append) await Promise.all([loadQueues(), loadOthers()]);
    const rows = document.querySelectorAll('#disputes tbody tr').length;
    state(rows + ' shown, newest first · read model ' + page.projection_lag_ms + ' ms behind');
  });
}
const ofTenant = () => at('tenant').value ? '?tenant=' + encodeURIComponent(at('tenant').value) : '';
async function loadQueues() {
  const { queues } = await ask('/ops/v1/queues' + ofTenant());
  if (!queues.some((q) => q.queue === queue) && queue) queues.push({ queue, count: 0 });
  at('queues').replaceChildren(...[{ queue: '' }, ...queues].map((q) => {
    const text = q.queue ? q.queue + ' (' + q.count + ')' : 'All';
    const choose = button(text, () => { queue = q.queue; load(false); }, { title: says[q.queue] || '' });
    choose.setAttribute('aria-pressed', String(q.queue === queue));
    return choose;
  }));
  const due = (queues.find((q) => q.queue === queue) || {}).next_due;
  at('says').textContent = queue ? says[queue] + (due ? ' First deadline: ' + minute(due) + ' UTC.' : '') : '';
}
/** What waits for an operator outside of every dispute; a part without anything stays away. */
const OTHERS = [
  ['Network facts that no step of their dispute takes', () => '/ops/v1/unmatched_facts' + ofTenant(), 'unmatched_facts',
    ['Time (UTC)', 'Tenant', 'Dispute', 'Fact', 'Why'],
    (f) => [minute(f.time), f.tenant, linkTo(f.dispute_id), f.fact.action + '/' + f.fact.state + ' by ' + f.fact.by + ', ' + f.fact.network_date, [f.reason, 'text']]],
  ['At the network, but of no dispute here', () => '/ops/v1/unmatched_claims', 'unmatched_claims',
    ['Seen (UTC)', 'Claim', 'Clearing id', 'What'],
    (c) => [minute(c.time), c.claim_id, c.clearing_transaction_id, c.fact ? c.fact.action + '/' + c.fact.state + ': which dispute?' : 'a claim about a transaction without a dispute']],
  ['Events that an app could not take', () => '/ops/v1/parked' + ofTenant(), 'parked',
    ['Since (UTC)', 'App', 'Tenant', 'Dispute', 'Event', 'Error', 'Tried', ''],
    (p) => [minute(p.parked_at), p.app + ' · ' + p.consumer, p.tenant, linkTo(p.dispute_id), p.type, [p.error, 'text'], p.attempts, decisions(p)]],
];
function decisions(parked) {
  const decide = (what) => () => attempt(async () => {
    if (what === 'discard' && !confirm('Give this event up? Its effect is lost.')) return;
    await ask('/ops/v1/parked/' + encodeURIComponent(parked.id) + '/' + what, 'POST');
    await loadOthers();
  });
  const both = make('span');
  both.append(button('Try again', decide('replay')), ' ', button('Give up', decide('discard')));
  return both;
}
async function loadOthers() {
  const parts = await Promise.all(OTHERS.map(async ([title, path, name, head, cells]) => {
    const found = await ask(path()).catch((error) => ({ error }));
    if (found.error) return [make('h2', title), make('p', found.error.message, { className: 'bad' })];
    const items = found[name];
    if (items.length === 0) return [];
    const count = items.length + (found.next_page_token ? ' newest' : '');
    return [make('h2', title + ' (' + count + ')'), tableOf(head, items.map(cells))];
  }));
  at('others').replaceChildren(...parts.flat());
}
at('ask').onsubmit = (event) => { event.preventDefault(); load(false); };
at('more').onclick = () => load(true);
if (at('token').value) load(false);
`;
