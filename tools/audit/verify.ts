import { existsSync } from 'node:fs';
import { HELP, readOptions, UnusableCall } from './options.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const STORE = new URL('../../libs/event-store/dist/index.js', import.meta.url);

async function verify(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options) {
    if (!existsSync(STORE)) throw new UnusableCall('The platform is not built: run "npm run build" first.');
    const { audit } = await import('./audit.ts'); // it hashes with the sealer's own code, which has to be built
    return (await audit(options, print)) === 0 ? 0 : 1;
  }
  print(HELP);
  return 0;
}

process.exitCode = await verify().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  return 2;
});
