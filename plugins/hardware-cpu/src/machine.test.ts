import os from 'node:os';
import { thisMachine } from './machine.js';

describe('thisMachine', () => {
  it('tells what Node knows', () => {
    const machine = thisMachine();
    expect(machine.availableParallelism).toBe(os.availableParallelism());
    expect(machine.totalMemory()).toBe(os.totalmem());
  });

  it('reads a file, and takes one that is not there for nothing', async () => {
    const { readText } = thisMachine();
    expect(await readText(import.meta.filename)).toContain('thisMachine');
    expect(await readText('/no/such/file')).toBeUndefined();
  });
});
