import { join, relative } from 'node:path';
import { asyncApiFaults, openApiFaults } from './lint.ts';
import { committedSchemas, OUT, outputs, ROOT, staleFiles } from './outputs.ts';
import { publishedSchemas, schemaBreaks } from './schemas.ts';

const folder = relative(ROOT, OUT);
const breaks = schemaBreaks(committedSchemas(), publishedSchemas()).map((line) => `incompatible: ${line}`);
const stale = staleFiles(outputs()).map((file) => `stale: ${join(folder, file)} (npm run docs:generate)`);
const faults = [...breaks, ...stale];
if (stale.length === 0) faults.push(...openApiFaults(), ...(await asyncApiFaults()));

for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
console.log(`${folder}: current, compatible, and both API documents pass their lint`);
