import { existsSync } from 'node:fs';
import { HELP, readOptions, UnusableCall } from './options.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const LIBRARY = new URL('../../libs/projections/dist/index.js', import.meta.url);

async function run(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) return print(HELP);
  if (!existsSync(LIBRARY)) throw new UnusableCall('The platform is not built: run "npm run build" first.');
  const { newEpoch } = await import('./new-epoch.ts'); // it uses the stores' own code, which has to be built
  await newEpoch(options, print);
}

try {
  await run();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}
