import { describe, expect, it } from '@jest/globals';
import { lostCommandFaults, repeatedCommandFaults, unaskedCommandFaults } from './commands-once.ts';
import { place } from './place.fixture.ts';

const first = place(1, { commandId: 'open', commitSize: 2 });
const second = place(2, { commandId: 'open', commitSize: 2, commitIndex: 1 });
const asked = [{ tenant: 'acme', commandId: 'open' }];
const named = 'command acme/open';

describe('commands', () => {
  it('stand once, whole', () => {
    expect(repeatedCommandFaults([first, second, place(3)])).toEqual([]);
    expect(lostCommandFaults(asked, [first, second])).toEqual([]);
    expect(
      unaskedCommandFaults(asked, [
        { ...first, actorKind: 'issuer' },
        { ...place(3), actorKind: 'clock' },
      ]),
    ).toEqual([]);
  });

  it('show one that took effect twice', () => {
    const again = place(3, { commandId: 'open' });
    expect(repeatedCommandFaults([first, second, again])).toEqual([`${named} is stored 2 times`]);
  });

  it('show one that took effect by half', () => {
    expect(repeatedCommandFaults([first, place(2)])).toEqual([`the commit of ${named} is not whole`]);
  });

  it('show one that is lost, under another tenant too', () => {
    const lost = [`${named} was acknowledged and is lost`];
    expect(lostCommandFaults(asked, [place(1)])).toEqual(lost);
    expect(lostCommandFaults(asked, [place(1, { commandId: 'open', tenant: 'globex' })])).toEqual(lost);
  });

  it('show one that nobody asked for', () => {
    expect(unaskedCommandFaults([], [{ ...first, actorKind: 'issuer' }])).toEqual([
      `${named} is stored and was not asked for`,
    ]);
  });
});
