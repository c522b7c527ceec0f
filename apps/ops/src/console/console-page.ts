/** One page without a build: a token, the work lists, and the disputes behind them. */
export const CONSOLE_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Disputes</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
  body { margin: 0 auto; max-width: 110rem; padding: 1.25rem; }
  header { display: flex; gap: 1rem; align-items: baseline; flex-wrap: wrap; }
  h1 { font-size: 1.35rem; margin: 0; }
  form { display: flex; gap: .5rem; flex-wrap: wrap; margin: 1rem 0; }
  input, select, button { font: inherit; padding: .35rem .6rem; }
  nav { display: flex; gap: .5rem; flex-wrap: wrap; }
  nav button[aria-pressed=true] { outline: 2px solid; }
  .scroll { overflow-x: auto; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; font-size: .87rem; padding: .35rem .5rem; border-bottom: 1px solid #8884; white-space: nowrap; }
  td.amount { text-align: right; font-variant-numeric: tabular-nums; }
  #state { color: #777; }
  #state.bad { color: #c33; }
</style>
</head>
<body>
<header><h1>Disputes</h1><span id="state" role="status">Enter the operators’ token.</span></header>
<form id="ask">
  <input id="token" type="password" autocomplete="off" placeholder="ops token" aria-label="ops token" required>
  <input id="tenant" placeholder="tenant (all)" aria-label="tenant">
  <select id="decision" aria-label="decision"><option value="">any decision</option><option>ONGOING</option><option>WON</option><option>LOST</option><option>RESOLVED</option><option>NONE</option></select>
  <button>Show</button>
</form>
<nav id="queues" aria-label="work lists"></nav>
<div class="scroll"><table hidden>
  <thead><tr><th>Opened</th><th>Tenant</th><th>Dispute</th><th>Amount</th><th>Lifecycle</th><th>Decision</th><th>Credit</th><th>Next deadline</th><th>Work list</th></tr></thead>
  <tbody></tbody>
</table></div>
<p><button id="more" hidden>More</button></p>
<script>
const at = (id) => document.getElementById(id);
const state = (text, bad) => { at('state').textContent = text; at('state').className = bad ? 'bad' : ''; };
let queue = '', next;
at('token').value = sessionStorage.getItem('ops-token') || '';

async function read(path) {
  const answer = await fetch(path, { headers: { authorization: 'Bearer ' + at('token').value } });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.detail || answer.statusText);
  return body;
}
function cell(row, text, className) {
  const td = row.insertCell();
  td.textContent = text ?? '';
  if (className) td.className = className;
}
function show(disputes, append) {
  const body = document.querySelector('tbody');
  if (!append) body.replaceChildren();
  for (const d of disputes) {
    const row = body.insertRow();
    row.dataset.id = d.id;
    const digits = new Intl.NumberFormat('en', { style: 'currency', currency: d.currency }).resolvedOptions().maximumFractionDigits;
    cell(row, d.creation_time.slice(0, 16).replace('T', ' '));
    cell(row, d.tenant);
    cell(row, d.id);
    cell(row, (d.disputed_amount / 10 ** digits).toFixed(digits) + ' ' + d.currency, 'amount');
    cell(row, d.lifecycle_state);
    cell(row, d.decision + (d.status === 'CLOSED' ? ' · closed' : ''));
    cell(row, d.credit_status);
    cell(row, d.next_deadline ? d.next_deadline.clock + ' ' + d.next_deadline.due.slice(0, 10) : '');
    cell(row, d.queue);
  }
  document.querySelector('table').hidden = false;
}
async function load(append) {
  const query = new URLSearchParams();
  for (const name of ['tenant', 'decision']) if (at(name).value) query.set(name, at(name).value);
  if (queue) query.set('queue', queue);
  if (append && next) query.set('page_token', next);
  query.set('limit', '50');
  try {
    const page = await read('/ops/v1/disputes?' + query);
    show(page.disputes, append);
    next = page.next_page_token;
    at('more').hidden = !next;
    if (!append) await loadQueues();
    state(document.querySelectorAll('tbody tr').length + ' shown · read model ' + page.projection_lag_ms + ' ms behind');
    sessionStorage.setItem('ops-token', at('token').value);
  } catch (error) { state(error.message, true); }
}
async function loadQueues() {
  const tenant = at('tenant').value;
  const { queues } = await read('/ops/v1/queues' + (tenant ? '?tenant=' + encodeURIComponent(tenant) : ''));
  at('queues').replaceChildren(...[{ queue: '' }, ...queues].map((q) => {
    const button = document.createElement('button');
    button.textContent = q.queue ? q.queue + ' (' + q.count + ')' : 'All';
    button.setAttribute('aria-pressed', String(q.queue === queue));
    button.onclick = () => { queue = q.queue; load(false); };
    return button;
  }));
}
at('ask').onsubmit = (event) => { event.preventDefault(); load(false); };
at('more').onclick = () => load(true);
if (at('token').value) load(false);
</script>
</body>
</html>
`;
