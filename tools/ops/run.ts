import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { HELP, type Request, requestOf } from './commands.ts';

const WITHIN_MS = 60_000;
const [REFUSED, UNUSABLE] = [1, 2];

interface Credentials {
  readonly base_url: string;
  readonly ops_token: string;
}

function end(code: number, line: string): never {
  process.stderr.write(`${line}\n`);
  process.exit(code);
}

function credentialsIn(file: string): Credentials {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Credentials;
  } catch {
    return end(UNUSABLE, `${file} cannot be read; start the platform, or name the file with --credentials.`);
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'accept-differences': { type: 'boolean', default: false },
        credentials: { type: 'string', default: '.dev/credentials.json' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return end(UNUSABLE, `${(error as Error).message}\nnpm run ops -- --help tells what there is.`);
  }
}

async function ask({ method, path, body, show }: Request, { base_url, ops_token }: Credentials): Promise<void> {
  const response = await fetch(base_url + path, {
    method,
    headers: { authorization: `Bearer ${ops_token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(WITHIN_MS),
  }).catch((error: unknown) => end(UNUSABLE, `${base_url} does not answer: ${(error as Error).message}`));
  const answer: unknown = await response.json();
  if (!response.ok) end(REFUSED, (answer as { detail?: string }).detail ?? `${base_url} answered ${response.status}`);
  process.stdout.write(`${show(answer as never).join('\n')}\n`);
}

const { values, positionals } = parsed(process.argv.slice(2));
if (values.help) {
  process.stdout.write(HELP);
} else {
  const request = requestOf(positionals, values['accept-differences']);
  if (!request) end(UNUSABLE, `"${positionals.join(' ')}" is no command.\nnpm run ops -- --help tells what there is.`);
  await ask(request, credentialsIn(values.credentials));
}
