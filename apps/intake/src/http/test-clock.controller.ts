import { Controller } from '@nestjs/common';
import { type Caller, CallerOf, Contract, ContractBody } from '@dispute/app-kit';
import { ROUTES, type SetTestClock, type TestClock } from '@dispute/contracts';
import { TestClocks } from '../clock/test-clock.js';
import type { Intent } from '../commands/intent.js';
import { IntentOf } from './intent-of.js';

/** A sandbox tenant's time (interfaces: test clock). */
@Controller()
export class TestClockController {
  constructor(private readonly clocks: TestClocks) {}

  @Contract(ROUTES.getTestClock)
  read(@CallerOf() caller: Caller): Promise<TestClock> {
    return this.clocks.read(caller.tenant);
  }

  @Contract(ROUTES.setTestClock)
  set(@IntentOf() asking: Omit<Intent, 'asked'>, @ContractBody() body: SetTestClock): Promise<TestClock> {
    return this.clocks.set({ ...asking, asked: { testClock: body } }, body);
  }
}
