import path from 'node:path';
import type * as fastifyAdapter from '../../../libs/app-kit/src/http/fastify-adapter.ts';
import type * as changePlanner from '../../../apps/intake/src/commands/change-planner.ts';
import type * as intakeMigrations from '../../../apps/intake/src/migrations.ts';
import type * as opsList from '../../../apps/ops/src/http/dispute-list.ts';
import type * as opsMigrations from '../../../apps/ops/src/migrations.ts';
import type * as opsProjection from '../../../apps/ops/src/projections/dispute-list.projection.ts';
import type * as opsProgress from '../../../apps/ops/src/projections/list-progress.ts';
import { ROOT } from '../../dev/workspace.ts';

/** The apps' own code as it is built: their decorators do not run as TypeScript. */
interface Built {
  readonly 'libs/app-kit/dist/http/fastify-adapter.js': typeof fastifyAdapter;
  readonly 'apps/intake/dist/commands/change-planner.js': typeof changePlanner;
  readonly 'apps/intake/dist/migrations.js': typeof intakeMigrations;
  readonly 'apps/ops/dist/http/dispute-list.js': typeof opsList;
  readonly 'apps/ops/dist/migrations.js': typeof opsMigrations;
  readonly 'apps/ops/dist/projections/dispute-list.projection.js': typeof opsProjection;
  readonly 'apps/ops/dist/projections/list-progress.js': typeof opsProgress;
}

export const built = <File extends keyof Built>(file: File): Promise<Built[File]> =>
  import(path.join(ROOT, file)) as Promise<Built[File]>;
