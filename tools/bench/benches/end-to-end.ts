import { until } from '../../dev/processes/until.ts';
import { ArrivalWatch } from '../harness/arrivals.ts';
import { loadPlatform, type Stage, type StageLatencies, STAGES } from '../harness/load-on-platform.ts';
import { type Platform, platformOf } from '../harness/platform.ts';
import { median, percentile } from '../harness/statistics.ts';
import { analyze, type Workshop } from '../harness/workshop.ts';

const FIRST_PER_SECOND = 20;
const GROWS_BY = 2;
/** Narrows what lies between the last rate that went well and the first that did not. */
const HALVINGS = 2;
/** Who comes through later than this, at the end of a step, has been queueing. */
const KEEPS_UP_MS = 1000;
const SHARE_NAMES = { half: 0.5, near: 0.9 } as const;

/** End to end: openings on schedule, and how long each takes to be stored, told, listed and sent to partners. */
export async function benchEndToEnd(shop: Workshop): Promise<void> {
  const platform = await platformOf(shop);
  const watch = new ArrivalWatch(platform, shop.servers.brokers);
  await watch.start();
  try {
    const sustainable = await findSustainable(shop, platform, watch);
    platform.sustainable = sustainable;
    shop.results.rate('end_to_end_sustainable', [sustainable], {
      says: 'openings the whole platform keeps up with, claims at the network included',
      unit: 'openings/s',
    });
    for (const [name, share] of Object.entries(SHARE_NAMES)) {
      await quiet(shop, platform);
      const latencies = await step(shop, platform, watch, sustainable * share);
      record(shop, name as keyof typeof SHARE_NAMES, latencies);
    }
  } finally {
    await watch.stop();
  }
}

const stepSeconds = ({ scale }: Workshop): number => scale.seconds * 5;

async function step(
  shop: Workshop,
  platform: Platform,
  watch: ArrivalWatch,
  perSecond: number,
): Promise<StageLatencies> {
  shop.watch.look();
  const latencies = await loadPlatform(platform, watch, { perSecond, seconds: stepSeconds(shop), signal: shop.signal });
  const told = STAGES.map((stage) => `${stage} ${Math.round(percentile(latencies[stage], 0.99))}`);
  shop.say(`${perSecond.toFixed(0)}/s: p99 in ms: ${told.join(', ')}`);
  return latencies;
}

/** Raises the rate until the platform falls behind (or lowers it until it does not), then tries between the last two. */
async function findSustainable(shop: Workshop, platform: Platform, watch: ArrivalWatch): Promise<number> {
  const keepsUp = async (perSecond: number) => {
    const latencies = await step(shop, platform, watch, perSecond);
    const well = lastQuarterMs(latencies) < KEEPS_UP_MS && (await claimsBehind(platform)) < perSecond;
    await quiet(shop, platform);
    return well;
  };
  await step(shop, platform, watch, FIRST_PER_SECOND); // a warm-up: code is compiled, connections are made
  await quiet(shop, platform);
  await analyze(platform.pool);
  let good = FIRST_PER_SECOND;
  while (!(await keepsUp(good))) good /= GROWS_BY;
  let bad = good * GROWS_BY;
  while (bad > FIRST_PER_SECOND && (await keepsUp(bad))) [good, bad] = [bad, bad * GROWS_BY];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const between = Math.sqrt(good * bad);
    if (await keepsUp(between)) good = between;
    else bad = between;
  }
  return good;
}

const lastQuarterMs = (latencies: StageLatencies): number =>
  Math.max(...STAGES.map((stage) => median(latencies[stage].slice(-Math.ceil(latencies[stage].length / 4)))));

/** Disputes whose claim at the network is not known yet: work of the gateway and of intake that is still to be done. */
async function claimsBehind({ pool, tenant }: Platform): Promise<number> {
  const { rows } = await pool.query<{ behind: number }>(
    `select (count(*) filter (where type = 'dispute.opened.v1')
             - count(*) filter (where type = 'dispute.claim-opened.v1'))::float8 as behind
       from intake.event where tenant = $1`,
    [tenant],
  );
  return rows[0]?.behind ?? 0;
}

async function quiet({ signal }: Workshop, platform: Platform): Promise<void> {
  const patience = { what: 'the platform to catch up', withinMs: 120_000, everyMs: 250, signal };
  await until(async () => (await claimsBehind(platform)) === 0, patience);
}

const SAYS: Readonly<Record<Stage, string>> = {
  durable: 'command to durable (answered)',
  topic: 'command to dispute.events',
  read_model: 'command to read model',
  webhook: 'command to webhook topic',
};

function record({ results }: Workshop, name: keyof typeof SHARE_NAMES, latencies: StageLatencies): void {
  const at = `${SHARE_NAMES[name] * 100}% of the sustainable rate`;
  for (const stage of STAGES) {
    for (const [share, word] of [
      [0.5, 'p50'],
      [0.99, 'p99'],
    ] as const) {
      const value = percentile(latencies[stage], share);
      results.rate(`end_to_end_${name}_${stage}_${word}`, [value], {
        says: `${SAYS[stage]}, ${word}, ${at}`,
        unit: 'ms',
      });
    }
  }
  if (name !== 'half') return;
  const slowest = Math.max(...STAGES.map((stage) => percentile(latencies[stage], 0.99)));
  results.ratio('end_to_end_p99_to_100ms', [slowest / 100]);
}
