import { Circuit } from './circuit.js';

describe('Circuit', () => {
  let now = 0;
  const failed = (circuit: Circuit, times: number) => {
    for (let i = 0; i < times; i += 1) circuit.failed();
  };

  it('opens after three failures in a row, for a second', () => {
    const circuit = new Circuit(() => now);
    failed(circuit, 2);
    expect(circuit.isOpen).toBe(false);
    circuit.succeeded();
    failed(circuit, 2);
    expect(circuit.isOpen).toBe(false);
    failed(circuit, 1);
    expect(circuit.isOpen).toBe(true);
    now += 1_000;
    expect(circuit.isOpen).toBe(false);
  });

  it('stays open for longer with each further failure, half a minute at most', () => {
    const circuit = new Circuit(() => now);
    failed(circuit, 3);
    for (const pause of [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
      now += pause - 1;
      expect(circuit.isOpen).toBe(true);
      now += 1;
      expect(circuit.isOpen).toBe(false);
      failed(circuit, 1);
    }
  });

  it('counts all that an engine was working on when it ended as one failure', () => {
    const circuit = new Circuit(() => now);
    failed(circuit, 16);
    now += 1_000;
    expect(circuit.isOpen).toBe(false);
  });
});
