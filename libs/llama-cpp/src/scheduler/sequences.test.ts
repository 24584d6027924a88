import { type SequenceState, Sequences } from './sequences.js';

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

  describe('while others run', () => {
    let sequences: Sequences;
    /** Sequences 0 to 5 remember a conversation each, 0 the oldest; number 3 is busy. */
    beforeEach(() => {
      sequences = new Sequences(6);
      for (let id = 0; id < 6; id += 1) remember(sequences, id, conversation(100, id * 1000), id === 3);
    });
    const at = (id: number) => sequences.all[id];

    it('takes a place beside them, and keeps what is there at the place of the oldest', () => {
      const placement = sequences.place(conversation(50, 9000), 16);
      expect(placement).toEqual({ sequence: at(2), saveTo: at(0), kept: 0 });
      sequences.save(at(2) as SequenceState, at(0) as SequenceState);
      expect(at(0)).toMatchObject({ id: 0, tokens: conversation(100, 2000), usedAt: at(2)?.usedAt });
    });

    it('closes a gap first', () => {
      sequences.take(at(1) as SequenceState);
      expect(sequences.place(conversation(50, 9000), 16).sequence).toBe(at(2));
      sequences.release(at(1) as SequenceState);
      sequences.take(at(5) as SequenceState);
      expect(sequences.place(conversation(50, 9000), 16)).toEqual({ sequence: at(4), saveTo: at(0), kept: 0 });
    });

    it('moves a conversation there that goes on', () => {
      const placement = sequences.place(conversation(120, 5000), 16);
      expect(placement).toEqual({ sequence: at(2), saveTo: at(0), donor: at(5), kept: 100 });
      sequences.leave(at(5) as SequenceState);
      sequences.take(at(2) as SequenceState);
      expect(sequences.place(conversation(50, 9000), 16).saveTo).toBe(at(5));
    });

    it('leaves one there that is there', () => {
      expect(sequences.place(conversation(120, 4000), 16)).toEqual({ sequence: at(4), kept: 100 });
    });

    it('saves nothing that is short or the oldest itself, and nothing where copies cannot be made', () => {
      (at(2) as SequenceState).tokens = [1, 2];
      expect(sequences.place(conversation(50, 9000), 16)).toEqual({ sequence: at(2), kept: 0 });
      expect(sequences.place(conversation(120, 5000), Number.POSITIVE_INFINITY)).toEqual({
        sequence: at(5),
        kept: 100,
      });
      const two = new Sequences(2);
      remember(two, 0, conversation(100));
      remember(two, 1, conversation(100), true);
      expect(two.place(conversation(50, 9000), 16)).toEqual({ sequence: two.all[0], kept: 0 });
    });
  });
});
