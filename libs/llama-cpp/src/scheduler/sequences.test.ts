import { Sequences } from './sequences.js';

const conversation = (length: number, start = 0) => Array.from({ length }, (_, i) => start + i);

function remember(sequences: Sequences, id: number, tokens: number[], busy = false) {
  const state = sequences.all[id] as (typeof sequences.all)[number];
  sequences.take(state);
  state.tokens = tokens;
  if (!busy) sequences.release(state);
  return state;
}

describe('Sequences', () => {
  it('gives a conversation that goes on its own sequence', () => {
    const sequences = new Sequences(3);
    const own = remember(sequences, 1, conversation(50));
    expect(sequences.place(conversation(60), 16)).toEqual({ sequence: own, kept: 50 });
  });

  it('always leaves one token to read', () => {
    const sequences = new Sequences(1);
    remember(sequences, 0, conversation(50));
    expect(sequences.place(conversation(50), 16).kept).toBe(49);
  });

  it('copies a shared beginning and forgets no other conversation for it', () => {
    const sequences = new Sequences(3);
    const other = remember(sequences, 0, conversation(200));
    const prompt = [...conversation(40), ...conversation(20, 9000)];
    const { sequence, donor, kept } = sequences.place(prompt, 16);
    expect(sequence).not.toBe(other);
    expect({ donor, kept }).toEqual({ donor: other, kept: 40 });
  });

  it('copies from a busy neighbor', () => {
    const sequences = new Sequences(2);
    const busy = remember(sequences, 0, conversation(100), true);
    expect(sequences.place(conversation(120), 16)).toMatchObject({ donor: busy, kept: 100 });
  });

  it('does not copy for a few tokens, and takes the sequence idle the longest', () => {
    const sequences = new Sequences(2);
    const older = remember(sequences, 1, conversation(100));
    remember(sequences, 0, conversation(100, 500));
    const { sequence, donor } = sequences.place([...conversation(4), 77, 78], 16);
    expect({ sequence, donor }).toEqual({ sequence: older, donor: undefined });
  });

  it('takes the longest beginning where copies cannot be made', () => {
    const sequences = new Sequences(2);
    remember(sequences, 1, conversation(4, 700));
    const longest = remember(sequences, 0, conversation(100));
    const prompt = [...conversation(20), 1, 2, 3];
    expect(sequences.place(prompt, Number.POSITIVE_INFINITY)).toEqual({ sequence: longest, kept: 20 });
  });
});
