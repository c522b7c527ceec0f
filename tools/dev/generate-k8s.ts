import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { manifests } from './k8s/manifests.ts';
import { ROOT } from './workspace.ts';

/** Writes the generated files of k8s/; with --check, only tells which of them are stale (exit 1). */
const fileOf = (name: string): string => path.join(ROOT, 'k8s', name);
const stale = [...manifests()].filter(
  ([name, text]) => !existsSync(fileOf(name)) || readFileSync(fileOf(name), 'utf8') !== text,
);

if (process.argv.includes('--check')) {
  for (const [name] of stale) process.stderr.write(`k8s/${name} is stale: run "npm run generate:k8s".\n`);
  process.exit(stale.length === 0 ? 0 : 1);
}
for (const [name, text] of stale) {
  writeFileSync(fileOf(name), text);
  process.stdout.write(`k8s/${name}\n`);
}
