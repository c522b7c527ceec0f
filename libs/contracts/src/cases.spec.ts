import { describe, expect, it } from '@jest/globals';
import { CaseErrors, caseErrorsOf } from './cases.js';
import { validate } from './validate.js';

describe('caseErrorsOf', () => {
  it('tells a duplicate in the words of S2, as 400', () => {
    const { status, body } = caseErrorsOf({
      code: 'DUPLICATE_RESOURCE',
      detail: 'Case 80001 is open.',
      existingId: 'x',
    });
    expect(status).toBe(400);
    expect(body).toEqual({
      Errors: {
        Error: [
          {
            Source: 'dispute-platform',
            ReasonCode: 'ANOTHER_OPEN_CASE_ALREADY_EXISTS',
            Description: 'Case 80001 is open.',
            Recoverable: false,
          },
        ],
      },
    });
    expect(validate(CaseErrors, body).ok).toBe(true);
  });

  it('keeps status and code of everything else, and says what may be tried again', () => {
    const { status, body } = caseErrorsOf({ code: 'TEMPORARILY_UNAVAILABLE', detail: 'Later.' });
    expect(status).toBe(503);
    expect(body.Errors.Error[0]).toMatchObject({ ReasonCode: 'TEMPORARILY_UNAVAILABLE', Recoverable: true });
  });
});
