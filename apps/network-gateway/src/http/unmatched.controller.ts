import { Controller } from '@nestjs/common';
import { Contract, INTERNAL_ROUTES } from '@dispute/app-kit';
import type { UnmatchedClaim } from '@dispute/contracts';
import { Unmatched } from '../polling/unmatched.js';

/** What the network has told and nobody here can place, for the operators' app. */
@Controller()
export class UnmatchedController {
  constructor(private readonly unmatched: Unmatched) {}

  @Contract(INTERNAL_ROUTES.unmatched)
  async list(): Promise<{ unmatched_claims: UnmatchedClaim[] }> {
    return { unmatched_claims: await this.unmatched.list() };
  }
}
