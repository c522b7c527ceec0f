import { APP_NAMES, type AppName } from '../workspace.ts';

export type AddressOf = (app: AppName) => { host: string; port: number };

/** Which apps do not answer 200 on /health/ready, asked now, within two seconds. */
export async function appsNotReady(addressOf: AddressOf): Promise<AppName[]> {
  const answers = await Promise.all(APP_NAMES.map((app) => isReady(addressOf(app))));
  return APP_NAMES.filter((_, index) => answers[index] !== true);
}

async function isReady({ host, port }: { host: string; port: number }): Promise<boolean> {
  try {
    const answer = await fetch(`http://${host}:${port}/health/ready`, { signal: AbortSignal.timeout(2_000) });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
}
