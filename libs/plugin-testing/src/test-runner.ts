/** The part of a test runner that the kit needs; jest's and vitest's globals have it. */
export interface TestRunner {
  describe(name: string, define: () => void): void;
  it(name: string, run: () => Promise<void>, timeoutMs: number): void;
  afterAll(run: () => Promise<void>, timeoutMs: number): void;
}

/** The runner whose globals are there, otherwise Node's own. */
export function testRunner(): TestRunner {
  const globals = globalThis as unknown as Partial<TestRunner>;
  if (globals.describe && globals.it && globals.afterAll) return globals as TestRunner;
  const { after, describe, it } = process.getBuiltinModule('node:test');
  return {
    describe: (name, define) => void describe(name, define),
    it: (name, run, timeout) => void it(name, { timeout }, run),
    afterAll: (run, timeout) => after(run, { timeout }),
  };
}
