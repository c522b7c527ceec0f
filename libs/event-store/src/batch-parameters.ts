import type { StreamAppend } from './append-request.js';
import type { PreparedAppend, PreparedEvent } from './prepared-append.js';
import { binaryArray } from './binary-array.js';
import { homeOfStream } from './stream-name.js';

/** A request with its number in the batch and the number of its first append. */
interface Numbered extends PreparedAppend {
  readonly n: number;
  readonly firstAppend: number;
}

/** OID of the type json. */
const JSON_TYPE = 114;

/**
 * The batch as the append functions take it, parameter by parameter. Requests, streams and appends are numbered from 1 in
 * the order given. What a request has prepared as text is put together as text: nothing is written out twice.
 * @param again the batch has been sent before and its answer was lost
 */
export function batchParameters(batch: readonly PreparedAppend[], again: boolean): (string | Buffer)[] {
  const shards = [...new Set(batch.map(({ request }) => request.shard))].sort((a, b) => a - b);
  const requests = numbered(batch);
  return [
    JSON.stringify({ again, shards, ...streamArrays(batch.flatMap(({ request }) => request.streams)) }),
    `[${requests.map((request) => requestRow(request, shards)).join()}]`,
    `[${requests.flatMap(eventRows).join()}]`,
    binaryArray(
      JSON_TYPE,
      batch.flatMap(({ events }) => events.map(({ data }) => data)),
    ),
    `[${timerRows(requests).join()}]`,
    `[${requests.flatMap(({ n, lookups }) => lookups.map((row) => rowOf(n, row))).join()}]`,
  ];
}

function numbered(batch: readonly PreparedAppend[]): Numbered[] {
  let appends = 0;
  return batch.map((prepared, index) => {
    const firstAppend = appends + 1;
    appends += prepared.request.streams.length;
    return { ...prepared, n: index + 1, firstAppend };
  });
}

function streamArrays(appends: readonly StreamAppend[]): object {
  const withWebhooks = new Set(appends.filter(({ webhooks }) => webhooks).map(({ stream }) => stream));
  const streams = [...new Set(appends.map(({ stream }) => stream))];
  const numbers = new Map(streams.map((stream, index) => [stream, index + 1]));
  const streamRow = (stream: string, index: number) => ({ n: index + 1, stream, webhooks: withWebhooks.has(stream) });
  return {
    streams: streams.map((stream, index) => ({ ...streamRow(stream, index), ...homeOfStream(stream) })),
    append_streams: appends.map(({ stream }) => numbers.get(stream)),
    append_expected: appends.map(({ expectedVersion }) => expectedVersion),
    append_counts: appends.map(({ events }) => events.length),
    append_webhooks: appends.map(({ webhooks }) => webhooks === true),
  };
}

function requestRow({ n, request, row, firstAppend }: Numbered, shards: readonly number[]): string {
  const head = shards.indexOf(request.shard) + 1;
  const lastAppend = firstAppend + request.streams.length - 1;
  return merged(row, [`"n":${n},"head":${head},"first_append":${firstAppend},"last_append":${lastAppend}`]);
}

const eventRows = ({ n, events, firstAppend }: Numbered): string[] =>
  events.map((event, commitIndex) => eventRow(n, event, firstAppend + event.append, commitIndex));

/** Nothing in it but the type could need escaping: ids are minted here. */
const eventRow = (
  n: number,
  { version, eventId, event, schemaVersion }: PreparedEvent,
  append: number,
  index: number,
) =>
  `{"request":${n},"append":${append},"version":${version},"event_id":"${eventId}","type":${JSON.stringify(event.type)},` +
  `"schema_version":${schemaVersion},"commit_index":${index}}`;

function timerRows(requests: readonly Numbered[]): string[] {
  let count = 0;
  return requests.flatMap(({ n, timers }) => timers.map((row) => merged(rowOf(n, row), [`"n":${count++}`])));
}

const rowOf = (request: number, row: string): string => merged(row, [`"request":${request}`]);

/** An object's JSON with more fields in front. */
const merged = (object: string, fields: readonly string[]): string => `{${fields.join()},${object.slice(1)}`;
