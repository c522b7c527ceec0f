import { Controller } from '@nestjs/common';
import { Contract, ContractQuery } from '@dispute/app-kit';
import { type QueryOf, type ResponseOf, ROUTES } from '@dispute/contracts';
import { OtherApps } from '../other-apps.js';
import { pageStart } from './page-start.js';

type List = ResponseOf<typeof ROUTES.listUnmatchedClaims>;

/** What the gateway has seen at the network and could not place. */
@Controller()
export class UnmatchedClaimsController {
  constructor(private readonly apps: OtherApps) {}

  @Contract(ROUTES.listUnmatchedClaims)
  async list(@ContractQuery() query: QueryOf<typeof ROUTES.listUnmatchedClaims>): Promise<List> {
    const start = pageStart(query.page_token);
    const end = start + (query.limit ?? 20);
    const { unmatched_claims: all } = (await this.apps.ask('network-gateway', '/internal/unmatched')) as List;
    return { unmatched_claims: all.slice(start, end), ...(end < all.length ? { next_page_token: String(end) } : {}) };
  }
}
