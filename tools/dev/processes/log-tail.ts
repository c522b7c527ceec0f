import { readFileSync } from 'node:fs';

/** The last lines of a log file; empty when there is none. */
export function logTail(file: string, lines = Number.MAX_SAFE_INTEGER): string {
  return linesOf(file).slice(-lines).join('\n');
}

const COMPLAINT = /^(\w*Error\b|Exception\b|fatal\b)|"level":"?(60|50|40|error|fatal|warn)/i;
const LONGEST = 300;

/** The line that most likely tells why a process is in trouble: its last error, else its last line. */
export function lastComplaint(file: string): string {
  const lines = linesOf(file).filter((line) => line.trim() !== '');
  const line = lines.findLast((candidate) => COMPLAINT.test(candidate)) ?? lines.at(-1) ?? '(it wrote nothing)';
  return messageOf(line).slice(0, LONGEST);
}

/** What a structured log line says; another line as it is. */
function messageOf(line: string): string {
  try {
    const { msg, err } = JSON.parse(line) as { msg?: string; err?: { message?: string } };
    return msg ?? err?.message ?? line;
  } catch {
    return line.trim();
  }
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n');
  } catch {
    return [];
  }
}
