import { randomUUID } from 'node:crypto';
import { freePorts } from '../../dev/ports.ts';
import { type AppProcess, startApp } from '../harness/app-process.ts';
import { Pace } from '../harness/callers.ts';
import { CHARGEBACK, opening } from '../harness/disputes.ts';
import { type Ask, HttpCallers } from '../harness/http-callers.ts';
import { feedTransactions, type IntakeAlone, startIntake } from '../harness/intake-alone.ts';
import { type Contender, interleaved, type Series } from '../harness/rounds.ts';
import { ratiosOf } from '../harness/statistics.ts';
import { analyze, checkpoint, type Workshop } from '../harness/workshop.ts';

/** HTTP: commands at intake with all that they bring about there, beside the same routes with nothing behind them. */
export async function benchHttp(shop: Workshop): Promise<void> {
  const intake = await startIntake(shop, 'bench_http');
  const bare = await startBare(shop).catch(async (fault: unknown) => {
    await intake.stop();
    throw fault;
  });
  const callers = {
    intake: new HttpCallers([intake.baseUrl], intake.apiKey),
    bare: new HttpCallers([bare.baseUrl], 'none'),
  };
  try {
    const contenders = [...intakeContenders(intake, callers.intake), ...bareContenders(bare, callers.bare)];
    const between = async () => {
      await checkpoint(intake.pool);
      await analyze(intake.pool);
      shop.watch.look();
    };
    report(shop, await interleaved(contenders, { ...shop, ...shop.scale, between }));
  } finally {
    await Promise.all([callers.intake.close(), callers.bare.close()]);
    await Promise.all([intake.stop(), bare.stop()]);
  }
}

async function startBare({ servers, signal }: Workshop): Promise<AppProcess> {
  const { ops: port } = await freePorts();
  const environment = { ...process.env, PORT: String(port), NODE_ENV: 'production' };
  return startApp(servers, { name: 'bare', main: 'tools/bench/harness/bare-route.ts', port, environment, signal });
}

const openingOf = (id: string): Ask => ({ path: '/v1/disputes', body: opening(id) });
const actionOn = (disputeId: string): Ask => ({ path: `/v1/disputes/${disputeId}/actions`, body: CHARGEBACK });

/** Opening disputes, and acting on them. */
export function intakeContenders(intake: IntakeAlone, callers: HttpCallers): Contender[] {
  const openings = new Pace(500);
  const actions = new Pace(500);
  const countOf = (type: string) => async () => {
    const text = `select count(*)::float8 as count from intake.event where type = $1`;
    return (await intake.pool.query<{ count: number }>(text, [type])).rows[0]?.count ?? 0;
  };
  const open = async (count: number, heard?: (text: string) => void) => {
    const ids = Array.from({ length: count }, () => randomUUID());
    await feedTransactions(intake.pool, intake.tenant, ids);
    return callers.postAll(ids.map(openingOf), () => randomUUID(), heard);
  };
  return [
    {
      name: 'open',
      count: countOf('dispute.opened.v1'),
      turn: async (seconds) => {
        const turn = await open(openings.piecesFor(seconds));
        openings.took(turn.units, turn.seconds);
        return turn;
      },
    },
    {
      name: 'action',
      count: countOf('dispute.action-taken.v1'),
      turn: async (seconds) => {
        const disputes: string[] = [];
        await open(actions.piecesFor(seconds), (text) => disputes.push((JSON.parse(text) as { id: string }).id));
        const turn = await callers.postAll(disputes.map(actionOn), () => randomUUID());
        actions.took(turn.units, turn.seconds);
        return turn;
      },
    },
  ];
}

function bareContenders(bare: AppProcess, callers: HttpCallers): Contender[] {
  const count = async () => ((await (await fetch(`${bare.baseUrl}/count`)).json()) as { answered: number }).answered;
  const contender = (name: string, ask: () => Ask): Contender => {
    const pace = new Pace(3000);
    return {
      name,
      count,
      turn: async (seconds) => {
        const asks = Array.from({ length: pace.piecesFor(seconds) }, ask);
        const turn = await callers.postAll(asks, () => randomUUID());
        pace.took(turn.units, turn.seconds);
        return turn;
      },
    };
  };
  return [
    contender('bare_open', () => openingOf(randomUUID())),
    contender('bare_action', () => actionOn(randomUUID())),
  ];
}

function report({ results }: Workshop, found: ReadonlyMap<string, Series>): void {
  for (const [name, says] of Object.entries(SAYS)) {
    const { rates, p50Ms, p99Ms } = found.get(name) as Series;
    results.rate(`http_${name}`, rates, { says, unit: 'requests/s' });
    results.rate(`http_${name}_p50`, p50Ms, { says: '  its p50', unit: 'ms' });
    results.rate(`http_${name}_p99`, p99Ms, { says: '  its p99', unit: 'ms' });
  }
  const rates = (name: string) => found.get(name)?.rates ?? [];
  results.ratio('http_open_to_bare', ratiosOf(rates('open'), rates('bare_open')));
  results.ratio('http_action_to_bare', ratiosOf(rates('action'), rates('bare_action')));
}

const SAYS = {
  open: 'intake, opening a dispute, 32 connections',
  action: 'intake, posting an action, 32 connections',
  bare_open: 'bare Nest on Fastify, opening, 32 connections',
  bare_action: 'bare Nest on Fastify, action, 32 connections',
};
