import { AnswerText } from '../generation/answer-text.js';
import { partsOf } from './answer-parts.fixture.js';
import { formatOf, parserFor } from './choose-format.js';
import { FAMILIES } from './families.fixture.js';

const weather = { name: 'weather', arguments: '{"city": "Zürich", "days": 2}' };

describe.each(Object.entries(FAMILIES))('answers of %s', (_name, { template, call, later, thinks }) => {
  /** Reads an answer that comes in pieces of bytes. */
  const read = (pieces: Uint8Array[], streamsCalls: boolean) => {
    const parser = parserFor(formatOf(template), { tools: ['weather'], opened: false, streamsCalls });
    const text = new AnswerText([], parser);
    const shown = [...pieces.map((piece) => text.push(piece)), text.end()];
    return partsOf(shown.flatMap(({ pieces: parts }) => parts.map(({ segment }) => segment)));
  };

  describe.each([false, true])('held to their syntax: %s', (streamsCalls) => {
    it.each([
      ['a call', call, { text: '', reasoning: '', calls: [weather], warnings: [] }],
      [
        'a call that comes later',
        later,
        {
          text: later.startsWith('Sure.') ? 'Sure.' : '',
          reasoning: thinks ? expect.stringContaining('Hm.') : '',
          calls: [weather],
          warnings: [],
        },
      ],
    ])('%s, cut at every byte', (_what, answer, expected) => {
      const bytes = Buffer.from(answer);
      for (let at = 0; at <= bytes.length; at++) {
        expect(read([bytes.subarray(0, at), bytes.subarray(at)], streamsCalls)).toEqual(expected);
      }
      expect(
        read(
          Array.from(bytes, (byte) => Uint8Array.of(byte)),
          streamsCalls,
        ),
      ).toEqual(expected);
    });
  });

  it('lose nothing when they end at any byte: a call that is not complete is text, with a warning', () => {
    const bytes = Buffer.from(call);
    const markers = formatOf(template).tools.close ?? '';
    for (let end = 1; end < bytes.length - Buffer.byteLength(markers) - 1; end++) {
      const { text, calls, warnings } = read([bytes.subarray(0, end)], false);
      const whole = new TextDecoder().decode(bytes.subarray(0, end));
      // the arguments of gpt-oss stand alone in a message, so they are told as they come
      if (calls.length > 0) expect(whole).toContain(calls[0]?.arguments);
      else if (text === '') expect(whole).toMatch(/^<\|channel\|>/);
      else expect(text).toBe(whole);
      expect(warnings.length).toBeLessThan(2);
    }
  });
});
