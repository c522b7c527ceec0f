import net from 'node:net';
import { credentials } from '../setup/platform-under-test.ts';
import type { Refused } from './refusal.ts';

/** How a client stops talking: it waits for the answer, says that it has nothing more to send, or is gone. */
export type Ending = 'waits' | 'ends' | 'vanishes';

/** Sends bytes as they are to the front door. @returns the answer; undefined where the connection closed without one */
export function talk(bytes: Buffer, ending: Ending): Promise<Refused | undefined> {
  const { hostname, port } = new URL(credentials().base_url);
  return new Promise((resolve, reject) => {
    const heard: Buffer[] = [];
    const socket = net.connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    socket.setTimeout(20_000, () => socket.destroy(new Error('no answer within 20 s')));
    socket.on('data', (chunk: Buffer) => heard.push(chunk));
    socket.on('error', reject);
    socket.on('end', () => socket.end());
    socket.on('close', () => resolve(read(Buffer.concat(heard).toString('utf8'))));
    socket.write(bytes, () => {
      if (ending === 'ends') socket.end();
      if (ending === 'vanishes') socket.destroy();
    });
  });
}

/** One part of a form, without the boundary that would end it. */
export function openForm(contents: Uint8Array, fileName = 'receipt.pdf', partName = 'file'): Buffer {
  const part = `--cut\r\ncontent-disposition: form-data; name="${partName}"; filename="${fileName}"\r\n\r\n`;
  return Buffer.concat([Buffer.from(part), contents]);
}

export function upload(token: string, disputeId: string, body: Buffer, length: number | 'chunked'): Buffer {
  const head = [
    `POST /v1/disputes/${disputeId}/documents HTTP/1.1`,
    'host: front-door',
    'connection: close',
    `authorization: Bearer ${token}`,
    'content-type: multipart/form-data; boundary=cut',
    length === 'chunked' ? 'transfer-encoding: chunked' : `content-length: ${length}`,
    '',
    '',
  ].join('\r\n');
  const chunks = [Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')];
  return Buffer.concat([Buffer.from(head), ...(length === 'chunked' ? chunks : [body])]);
}

function read(text: string): Refused | undefined {
  if (text === '') return undefined;
  const [head = '', ...body] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line) => line.split(': ', 2) as [string, string]);
  return { status: Number(first.split(' ')[1]), headers: new Headers(headers), text: unchunked(body.join('\r\n\r\n')) };
}

/** A short answer comes in one chunk. */
const unchunked = (text: string): string => /\{.*\}/s.exec(text)?.[0] ?? text;
