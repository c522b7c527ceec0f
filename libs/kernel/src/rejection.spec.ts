import { describe, expect, it } from '@jest/globals';
import { inputFault } from './rejection.js';

describe('a refusal of the input', () => {
  it('says where, what and how to mend it', () => {
    expect(inputFault('/page_token', 'unknown_value', 'Send the token unchanged.')).toEqual({
      code: 'BAD_REQUEST_BODY',
      detail: '/page_token: Send the token unchanged.',
      errors: [{ pointer: '/page_token', code: 'unknown_value', message: 'Send the token unchanged.' }],
    });
  });

  it('of the whole input points at its root', () => {
    expect(inputFault('', 'unreadable_body', 'Send JSON.')).toMatchObject({
      detail: '/: Send JSON.',
      errors: [{ pointer: '' }],
    });
  });
});
