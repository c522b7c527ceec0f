import { Controller, Headers } from '@nestjs/common';
import { Contract, ContractBody, ContractParams, HttpRejection, IdempotentAnswers, notFound } from '@dispute/app-kit';
import { type ListVersion, ROUTES, type SwitchProjection } from '@dispute/contracts';
import { instantOf } from '@dispute/kernel';
import { ListBuilder } from '../projections/list-builder.js';
import { type DescribedVersion, ListVersions } from '../projections/list-versions.js';

/** The versions of the list: build a new one beside the one that is read, compare, switch, go back, drop. */
@Controller()
export class ProjectionsController {
  constructor(
    private readonly versions: ListVersions,
    private readonly builder: ListBuilder,
    private readonly answers: IdempotentAnswers,
  ) {}

  @Contract(ROUTES.listProjections)
  async list(): Promise<{ versions: ListVersion[] }> {
    return { versions: (await this.versions.all()).map(shown) };
  }

  @Contract(ROUTES.rebuildProjection)
  rebuild(@Headers('idempotency-key') key?: string): Promise<ListVersion> {
    return this.answers.askOnce({ key, content: ['REBUILD'] }, async () => {
      const version = await this.versions.begin();
      if (version === undefined) throw refused('A version is being built already; switch to it or drop it first.');
      this.builder.wake();
      return this.described(version);
    });
  }

  @Contract(ROUTES.switchProjection)
  switch(
    @ContractParams() params: { version: string },
    @ContractBody() { accept_differences: accept = false }: SwitchProjection,
    @Headers('idempotency-key') key?: string,
  ): Promise<ListVersion> {
    const version = Number(params.version);
    return this.answers.askOnce({ key, content: ['SWITCH', version, accept] }, async () => {
      const { state } = await this.described(version);
      if (state === 'ACTIVE') return this.described(version);
      const switched = await this.builder.switchTo(version, accept);
      if (switched.done) return { ...(await this.described(version)), difference: switched.difference };
      if (switched.because === 'BUSY') throw busy();
      throw refused(
        `Rows differ (${JSON.stringify(switched.difference)}); send accept_differences to switch all the same.`,
      );
    });
  }

  @Contract(ROUTES.dropProjection)
  async drop(@ContractParams() params: { version: string }): Promise<ListVersion> {
    const version = Number(params.version);
    const described = await this.described(version);
    if (!(await this.versions.drop(version))) throw refused('The version is read; switch to another one first.');
    this.versions.changed();
    return described;
  }

  private async described(version: number): Promise<ListVersion> {
    const found = (await this.versions.all()).find((one) => one.version === version);
    if (!found) throw notFound('version');
    return shown(found);
  }
}

const shown = ({ version, state, events, madeAt, switchedAt }: DescribedVersion): ListVersion => ({
  ...{ version, state, events },
  creation_time: instantOf(madeAt.getTime()),
  ...(switchedAt === null ? {} : { switched_time: instantOf(switchedAt.getTime()) }),
});

const refused = (detail: string): HttpRejection => new HttpRejection({ code: 'ACTION_NOT_AVAILABLE', detail });
const busy = (): HttpRejection =>
  new HttpRejection({
    code: 'TEMPORARILY_UNAVAILABLE',
    detail: 'Another process is building or switching at this moment; send the request again.',
  });
