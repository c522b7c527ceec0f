import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Dispute, DisputeDocument } from '@dispute/contracts';
import { formOf } from './bad-input/access.ts';
import { pdf } from './bad-input/ground.ts';
import { type Ending, openForm, talk, upload } from './bad-input/raw-socket.ts';
import { CARD_NUMBER, cardNumber, expectRefused, refusal, type Refusal, send, wrong } from './bad-input/refusal.ts';
import { Footprint } from './setup/footprint.ts';
import { Issuer } from './setup/issuer.ts';

const LIMIT = 16_000_000;
const text = (content: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(content, 'latin1'));
const filled = (bytes: number): Uint8Array<ArrayBuffer> => {
  const file = new Uint8Array(bytes).fill(0x20);
  file.set(pdf());
  return file;
};
const named = (field: string): FormData => {
  const form = new FormData();
  form.set(field, new Blob([pdf()]), 'a.pdf');
  return form;
};
const withField = (): FormData => {
  const form = formOf(pdf(), 'a.pdf');
  form.append('type', 'RECEIPT');
  return form;
};
const twoFiles = (): FormData => {
  const form = formOf(pdf(), 'a.pdf');
  form.append('file', new Blob([pdf()]), 'b.pdf');
  return form;
};

const FORMS: readonly (readonly [string, () => FormData, Refusal])[] = [
  ['a Linux program named .pdf', () => formOf(text('\x7fELF\x02\x01\x01' + '\0'.repeat(100)), 'a.pdf'), wrong('/file')],
  ['a Windows program named .pdf', () => formOf(text('MZ\x90\0\x03' + '\0'.repeat(100)), 'a.pdf'), wrong('/file')],
  ['a script named .pdf', () => formOf(text('#!/bin/sh\nexit\n'), 'a.pdf'), wrong('/file')],
  ['a page of HTML named .jpg', () => formOf(text('<!doctype html><script>1</script>'), 'a.jpg'), wrong('/file')],
  ['an archive', () => formOf(text('PK\x03\x04' + '\0'.repeat(100)), 'a.pdf'), wrong('/file')],
  ['an empty file', () => formOf(text(''), 'a.pdf'), wrong('/file')],
  ['a byte too many', () => formOf(filled(LIMIT + 1), 'a.pdf'), refusal(413, 'PAYLOAD_TOO_LARGE')],
  ['a card number as its name', () => formOf(pdf(), `card ${CARD_NUMBER}.pdf`), cardNumber('/file')],
  ['a name of 256 characters', () => formOf(pdf(), 'x'.repeat(256)), wrong('/file')],
  ['U+0000 in its name', () => formOf(pdf(), 'a\0.pdf'), wrong('/file')],
  ['a part of another name', () => named('document'), wrong('/file')],
  ['two files', twoFiles, wrong('/file')],
  ['a field beside it', withField, wrong('/file')],
  ['no part', () => new FormData(), wrong('/file')],
];

let issuer: Issuer;
let dispute: Dispute;
const footprint = new Footprint();
const path = () => `/v1/disputes/${dispute.id}/documents`;
const stored = () => footprint.stored(issuer.tenant);

beforeAll(async () => {
  await footprint.open();
  issuer = await Issuer.arrive();
  dispute = await issuer.dispute();
  await issuer.untilAtRest();
});
afterAll(() => footprint.close());

describe('a form', () => {
  it.each(FORMS)('%s', async (_, form, refused) => {
    const before = await stored();
    expectRefused(await send(issuer.platform.token, { path: path(), raw: form() }), refused);
    expect(await stored()).toEqual(before);
  });

  it.each([
    ['JSON', { body: { file: 'a.pdf' } }, refusal(415, 'UNSUPPORTED_MEDIA_TYPE')],
    ['nothing', { method: 'POST' }, refusal(415, 'UNSUPPORTED_MEDIA_TYPE')],
    [
      'the bytes alone',
      { raw: pdf(), headers: { 'content-type': 'application/pdf' } },
      refusal(415, 'UNSUPPORTED_MEDIA_TYPE'),
    ],
    ['a form without a boundary', { raw: pdf(), headers: { 'content-type': 'multipart/form-data' } }, wrong('')],
  ] as const)('%s instead of it', async (_, asked, refused) => {
    const before = await stored();
    expectRefused(await send(issuer.platform.token, { path: path(), ...asked }), refused);
    expect(await stored()).toEqual(before);
  });

  it('of a closed dispute, or under another version, leaves no file behind', async () => {
    const closed = await issuer.dispute();
    const change = { status: 'CLOSED', withdrawn_by_cardholder: true };
    await issuer.platform.expect('PATCH', `/v1/disputes/${closed.id}`, change);
    await issuer.untilAtRest();
    const before = await stored();
    const raw = () => formOf(pdf(), 'a.pdf');
    const toClosed = { path: `/v1/disputes/${closed.id}/documents`, raw: raw() };
    expectRefused(await send(issuer.platform.token, toClosed), refusal(409, 'DISPUTE_CLOSED'));
    const outdated = { path: path(), raw: raw(), headers: { 'if-match': '"99"' } };
    expectRefused(await send(issuer.platform.token, outdated), refusal(412, 'PRECONDITION_FAILED'));
    expect(await stored()).toEqual(before);
  });
});

/** How the upload stops: what is missing of the body that its headers promise, what the client does then, what it hears. */
const CUTS: readonly (readonly [string, number | 'chunked', Ending, 'a problem' | 'a status' | 'nothing'])[] = [
  ['the body ends without the form’s end', 0, 'waits', 'a problem'],
  ['the chunks end without the form’s end', 'chunked', 'waits', 'a problem'],
  ['the client says that it is done before its Content-Length', 1000, 'ends', 'a status'],
  ['the client vanishes', 1000, 'vanishes', 'nothing'],
];

describe('an upload cut short', () => {
  it.each(CUTS)('%s', async (_, missing, ending, heard) => {
    const before = await stored();
    const body = openForm(pdf());
    const length = missing === 'chunked' ? missing : body.length + missing;
    const answer = await talk(upload(issuer.platform.token, dispute.id, body, length), ending);
    expect(answer?.status).toBe(heard === 'nothing' ? undefined : 400);
    if (answer && heard === 'a problem') expectRefused(answer, wrong(''));
    await issuer.untilAtRest();
    expect(await stored()).toEqual(before);
  });

  it('and the next one arrives, of the largest size, byte for byte', async () => {
    const file = filled(LIMIT);
    const { id } = await issuer.platform.upload(dispute.id, 'big.pdf', file);
    expect((await issuer.platform.download(id)).equals(file)).toBe(true);
    const { documents } = await issuer.platform.expect<{ documents: DisputeDocument[] }>('GET', path());
    expect(documents.map((document) => document.id)).toEqual([id]);
  });
});
