import { committedSchemas, OUT, outputs, writeOutputs } from './outputs.ts';
import { publishedSchemas, schemaBreaks } from './schemas.ts';

const breaks = schemaBreaks(committedSchemas(), publishedSchemas());
if (breaks.length > 0) {
  console.error('Nothing was written: published schemas may only grow by optional fields.');
  for (const line of breaks) console.error(`  ${line}`);
  console.error(
    'Give what changes a new name (such as dispute.opened.v2, or a path under a new version) and keep the old one.',
  );
  process.exit(1);
}
const files = outputs();
writeOutputs(files);
console.log(`${files.size} files written to ${OUT}`);
