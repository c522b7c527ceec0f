import { WORK_LISTS } from '@dispute/domain';
import { DETAIL_SCRIPT } from './console-detail.js';
import { SCRIPT } from './console-script.js';
import { STYLE } from './console-style.js';

const SAYS = JSON.stringify(Object.fromEntries(WORK_LISTS.map(({ queue, says }) => [queue, says])));

/** One page without a build: a token, the work lists with the disputes behind them, and what belongs to no dispute. */
export const CONSOLE_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Disputes</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1>Disputes</h1><span id="state" role="status">Enter the operators’ token.</span></header>
<form id="ask">
  <input id="token" type="password" autocomplete="off" placeholder="ops token" aria-label="ops token" required>
  <input id="tenant" placeholder="tenant (all)" aria-label="tenant">
  <select id="status" aria-label="status"><option value="">open and closed</option><option selected>OPEN</option><option>CLOSED</option></select>
  <select id="decision" aria-label="decision"><option value="">any decision</option><option>ONGOING</option><option>WON</option><option>LOST</option><option>RESOLVED</option><option>NONE</option></select>
  <button>Show</button>
</form>
<nav id="queues" aria-label="work lists"></nav>
<p id="says" class="quiet"></p>
<div class="scroll"><table id="disputes" hidden>
  <thead><tr><th>Opened (UTC)</th><th>Tenant</th><th>Dispute</th><th>Amount</th><th>Lifecycle</th><th>Decision</th><th>Credit</th><th>Next deadline</th><th>To do</th></tr></thead>
  <tbody></tbody>
</table></div>
<p><button id="more" hidden>More</button></p>
<div id="others"></div>
<dialog id="detail" aria-label="dispute"></dialog>
<script>const says = ${SAYS};${SCRIPT}${DETAIL_SCRIPT}</script>
</body>
</html>
`;
