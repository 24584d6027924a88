import { type ByteNotation, tokenBytes } from './token-bytes.js';

const text = (piece: string, notation: ByteNotation, kind: { hidden?: boolean; literal?: boolean } = {}) =>
  Buffer.from(tokenBytes({ text: piece, hidden: false, literal: false, ...kind }, notation)).toString('latin1');

describe('tokenBytes', () => {
  it.each([
    ['▁Paris', ' Paris'],
    ['is', 'is'],
    ['<0x0A>', '\n'],
    ['<0xE2>', '\xe2'],
    ['é', '\xc3\xa9'],
  ])('SentencePiece: %s', (piece, bytes) => expect(text(piece, 'sentencepiece')).toBe(bytes));

  it.each([
    ['ĠParis', ' Paris'],
    ['Ċ', '\n'],
    ['Ã©', '\xc3\xa9'],
    ['Ń', '\xad'],
    ['ÿ', '\xff'],
  ])('GPT-2: %s', (piece, bytes) => expect(text(piece, 'gpt2')).toBe(bytes));

  it('shows no control token', () => expect(text('<|eot_id|>', 'gpt2', { hidden: true })).toBe(''));
  it('takes user-defined tokens as they stand', () => {
    expect(text('<0x0A>▁', 'sentencepiece', { literal: true })).toBe('<0x0A>\xe2\x96\x81');
  });
});
