import { describe, expect, it } from '@jest/globals';
import { continueTrace } from './trace-context.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

describe('a trace', () => {
  it('goes on with a span of ours and the caller’s sampling', () => {
    const [version, trace, span, flags] = continueTrace(`00-${TRACE}-${SPAN}-00`).split('-');
    expect([version, trace, flags]).toEqual(['00', TRACE, '00']);
    expect(span).toMatch(/^[0-9a-f]{16}$/);
    expect(span).not.toBe(SPAN);
  });

  it.each([undefined, '', TRACE, `00-${TRACE.toUpperCase()}-${SPAN}-01`, `00-${TRACE}-${SPAN}-01-more`])(
    'begins anew where %p came in',
    (incoming) => {
      const made = continueTrace(incoming);
      expect(made).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
      expect(made).not.toContain(TRACE);
      expect(continueTrace(incoming)).not.toBe(made);
    },
  );
});
