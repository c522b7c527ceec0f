import { rmSync } from 'node:fs';
import './start-platform.ts';

/** Stops what was started and removes its data; the logs stay when E2E_KEEP is set. */
export default async function stopPlatform(): Promise<void> {
  await globalThis.platformUnderTest?.stop();
  const directory = process.env['E2E_DIRECTORY'];
  if (directory && !process.env['E2E_KEEP']) rmSync(directory, { recursive: true, force: true });
}
