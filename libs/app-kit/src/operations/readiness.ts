/** What an app waits for before it may take work. */
export class Readiness {
  private readonly checks = new Map<string, () => boolean | Promise<boolean>>();

  add(name: string, check: () => boolean | Promise<boolean>): void {
    this.checks.set(name, check);
  }

  /** Names of the checks that do not pass now. */
  async waitingFor(): Promise<string[]> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => ({ name, passes: await passing(check) })),
    );
    return results.filter(({ passes }) => !passes).map(({ name }) => name);
  }
}

async function passing(check: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    return await check();
  } catch {
    return false;
  }
}
