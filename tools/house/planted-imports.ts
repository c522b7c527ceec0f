/** A line planted in a room, and what the import rule has to say about it. */
export interface Planted {
  /** A file that exists: the rules depend on the room it is in. */
  readonly room: string;
  readonly text: string;
  readonly refused: boolean;
  readonly why: string;
}

const use = (lib: string): string => `import * as planted from '@dispute/${lib}'; export { planted };`;
const inLib = (lib: string): string => `libs/${lib}/src/index.ts`;
const inApp = (app: string): string => `apps/${app}/src/main.ts`;

const refused = (room: string, text: string, why: string): Planted => ({ room, text, refused: true, why });
const accepted = (room: string, text: string, why: string): Planted => ({ room, text, refused: false, why });

/** At least one forbidden import per rule, and the legal neighbours of each. */
export const PLANTED: readonly Planted[] = [
  // Downward only.
  refused(inLib('kernel'), use('contracts'), 'the ground floor imports nothing'),
  refused(inLib('contracts'), use('domain'), 'contracts know no floor above'),
  refused(inLib('contracts'), use('event-store'), 'contracts know no floor above'),
  refused(inLib('domain'), use('networks'), 'not upwards in the west'),
  refused(inLib('event-store'), use('app-kit'), 'not upwards in the east'),
  accepted(inLib('contracts'), use('kernel'), 'downwards'),
  accepted(inLib('domain'), use('contracts'), 'downwards'),
  accepted(inLib('networks'), use('domain'), 'downwards'),
  accepted(inLib('app-kit'), use('messaging'), 'downwards'),
  // Never sideways.
  refused(inLib('event-store'), use('messaging'), 'not sideways'),
  refused(inLib('messaging'), use('projections'), 'not sideways'),
  refused(inLib('projections'), use('event-store'), 'not sideways'),
  refused(
    inApp('intake'),
    "import * as planted from '../../ops/src/main.js'; export { planted };",
    'apps never import apps',
  ),
  // Never across wings; only the roof sees both.
  refused(inLib('domain'), use('event-store'), 'west sees no east'),
  refused(inLib('networks'), use('app-kit'), 'west sees no east'),
  refused(inLib('event-store'), use('domain'), 'east knows no dispute'),
  refused(inLib('app-kit'), use('networks'), 'east knows no dispute'),
  refused(
    inLib('messaging'),
    "import type { DisputeState } from '@dispute/domain'; export type { DisputeState };",
    'a type is an import too',
  ),
  accepted(inApp('intake'), use('domain'), 'the roof sees the west'),
  accepted(inApp('intake'), use('event-store'), 'the roof sees the east'),
  // The network is somebody else's system.
  refused(inApp('network-sandbox'), use('domain'), 'it knows no disputes'),
  refused(inApp('network-sandbox'), use('networks'), 'it does not share our codecs'),
  refused(inApp('network-sandbox'), use('contracts'), 'it knows none of our words'),
  accepted(inApp('network-sandbox'), use('kernel'), 'the ground is everybody’s'),
  accepted(inApp('network-sandbox'), use('app-kit'), 'it is built with the same glue'),
  // The scaffold is for specs; the garden is imported by nothing.
  refused(inApp('intake'), use('testing'), 'the scaffold is for specs'),
  refused(inLib('event-store'), use('testing'), 'the scaffold is for specs'),
  refused(inApp('ops'), use('dev'), 'nothing imports the garden'),
  accepted('tools/dev/stack.ts', use('domain'), 'the garden imports anything'),
  // Pure rooms.
  refused(inLib('domain'), "import { randomUUID } from 'node:crypto'; export { randomUUID };", 'no Node modules'),
  refused(inLib('kernel'), "import pg from 'pg'; export { pg };", 'no database'),
  refused(inLib('contracts'), "import { DataSource } from 'typeorm'; export { DataSource };", 'no database'),
  refused(inLib('networks'), "import { Kafka } from 'kafkajs'; export { Kafka };", 'no broker'),
  refused(inLib('domain'), "import { Injectable } from '@nestjs/common'; export { Injectable };", 'no framework'),
  refused(inLib('domain'), 'export const now = Date.now();', 'no clock'),
  refused(inLib('kernel'), 'export const now = new Date();', 'no clock'),
  refused(inLib('networks'), 'export const chance = Math.random();', 'no chance'),
  refused(inLib('contracts'), 'export const id = crypto.randomUUID();', 'no chance'),
  refused(inLib('domain'), "export const zone = process.env['TZ'];", 'no settings'),
  accepted(inLib('domain'), "export const day = new Date('2024-05-28');", 'a date that is given is no clock'),
  accepted(inApp('intake'), 'export const now = Date.now();', 'apps may read the clock'),
];
