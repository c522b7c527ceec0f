import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ComplexFlow, type FlowOptions, type Step } from './complex-flow.ts';
import { Platform } from './platform.ts';
import { ADDITIONS, ADDED_FIELDS, SLIPS } from './sample-comparison.ts';

const HELP = `npm run demo -- [options]

Plays the published "Complex Business Flow Example" against a running "npm start", step by step, and compares each
answer with the example. Exit code 0 only if every step matched.

  --channel http|kafka      how commands are sent (default http)
  --feed http|kafka         how the transaction is fed (default http)
  --amount N                disputed amount in minor units (default 500)
  --reason-code CODE        default DUPLICATE_TRANSACTION
  --credentials FILE        default .dev/credentials.json
  --json                    print each state as it is compared
  --help
`;

interface Credentials {
  readonly base_url: string;
  readonly kafka_brokers: string;
  readonly ops_token: string;
}

const print = (line = ''): void => void process.stdout.write(`${line}\n`);

async function run(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      channel: { type: 'string', default: 'http' },
      feed: { type: 'string', default: 'http' },
      amount: { type: 'string', default: '500' },
      'reason-code': { type: 'string', default: 'DUPLICATE_TRANSACTION' },
      credentials: { type: 'string', default: '.dev/credentials.json' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    print(HELP);
    return true;
  }
  const credentials = readCredentials(values.credentials);
  const ops = new Platform(credentials.base_url, credentials.ops_token);
  const tenant = `demo_${Date.now().toString(36)}_sandbox`;
  const made = await ops.expect<{ api_key: string }>('POST', '/ops/v1/tenants', { tenant, mode: 'SANDBOX' });
  const amount = Number(values.amount);
  const options = {
    channel: values.channel,
    feed: values.feed,
    amount,
    transactionAmount: amount,
    reasonCode: values['reason-code'],
  };
  print(`A dispute's whole life, for the new tenant ${tenant} at ${credentials.base_url}`);
  const flow = new ComplexFlow(
    { platform: new Platform(credentials.base_url, made.api_key), ops, tenant, brokers: credentials.kafka_brokers },
    options as FlowOptions,
  );
  let matched = true;
  let number = 0;
  for await (const step of flow.steps()) {
    show(++number, step, values.json);
    matched &&= step.faults.length === 0;
  }
  print();
  print('Known differences from the published example:');
  for (const { name } of SLIPS) print(`  its slip: ${name}`);
  for (const { name } of ADDITIONS) print(`  our addition: ${name}`);
  print(`  our additional fields: ${ADDED_FIELDS.join(', ')}`);
  print();
  print(matched ? 'Every step matched.' : 'Not every step matched.');
  return matched;
}

function show(number: number, { title, detail, sample, dispute, faults }: Step, json: boolean): void {
  print();
  print(`${String(number).padStart(2)}. ${title}`);
  for (const line of detail) print(`    ${line}`);
  if (sample) print(`    ${faults.length === 0 ? '✓ equal to' : '✗ differs from'} the example's state "${sample}"`);
  if (dispute)
    print(
      `    ${dispute.lifecycle_state} · ${dispute.decision} · credit ${dispute.credit_status}; offered: ${offered(dispute)}`,
    );
  for (const fault of faults) print(`    ✗ ${fault}`);
  if (json && dispute) print(JSON.stringify(dispute, null, 2));
}

function offered(dispute: NonNullable<Step['dispute']>): string {
  const actions = dispute.available_actions.map(
    ({ action, state, timestamp_valid_to: until }) =>
      `${action}/${state}${until ? ` until ${until.slice(0, 10)}` : ''}`,
  );
  return actions.join(', ') || 'nothing';
}

function readCredentials(file: string): Credentials {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Credentials;
  } catch {
    throw new Error(
      `${file} cannot be read: start the platform with "npm start" first, or name the file with --credentials.`,
    );
  }
}

const matched = await run().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  return false;
});
process.exit(matched ? 0 : 1);
