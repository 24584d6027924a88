import { HarmonyParser } from './harmony-parser.js';
import type { Segment } from './segment.js';

function told(pieces: string[]) {
  const parser = new HarmonyParser();
  const segments: Segment[] = [...pieces.flatMap((piece) => parser.push(piece)), ...parser.end()];
  return segments.map((segment) => {
    if (segment.kind === 'tool-call') return `${segment.name ? `call ${segment.name}:` : ''}${segment.argumentsDelta}`;
    return segment.kind === 'warning' ? segment.code : `${segment.kind}:${segment.text}`;
  });
}

const join = (parts: string[]) => parts.join('').replaceAll(/(text|reasoning):/g, '');

describe('HarmonyParser', () => {
  it('sorts thoughts, calls and words', () => {
    const answer =
      '<|channel|>analysis<|message|>I need the weather.<|end|><|start|>assistant<|channel|>commentary to=functions.weather <|constrain|>json<|message|>{"city": "Paris"}<|call|>';
    expect(told([answer])).toEqual(['reasoning:I need the weather.', 'call weather:', '{"city": "Paris"}']);
  });

  it('gives the final channel as words, however it is cut', () => {
    const answer =
      '<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Hello < you!<|return|>';
    expect(told([answer])).toEqual(['reasoning:Hm.', 'text:Hello < you!']);
    for (let at = 0; at < answer.length; at++) {
      expect(join(told([answer.slice(0, at), answer.slice(at)]))).toBe('Hm.Hello < you!');
    }
  });

  it.each([
    [
      'in the channel',
      '<|channel|>commentary to=functions.weather <|constrain|>json<|message|>{"a": "Zürich"}<|call|>',
    ],
    ['without a word for JSON', '<|channel|>commentary to=functions.weather<|message|>{"a": "Zürich"}<|call|>'],
    [
      'before the channel',
      ' to=functions.weather<|channel|>commentary <|constrain|>json<|message|>{"a": "Zürich"}<|call|>',
    ],
    [
      'in the role',
      '<|start|>assistant to=functions.weather<|channel|>commentary json<|message|>{"a": "Zürich"}<|call|>',
    ],
  ])('finds the recipient %s, however it is cut', (_, call) => {
    for (let at = 0; at <= call.length; at++) {
      expect(join(told([call.slice(0, at), call.slice(at)]))).toBe('call weather:{"a": "Zürich"}');
    }
  });

  it('takes words on the commentary channel for words, and one call after them', () => {
    const answer =
      '<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>commentary<|message|>I will look.<|end|><|start|>assistant<|channel|>commentary to=functions.time <|constrain|>json<|message|>{}<|call|>';
    expect(told([answer])).toEqual(['reasoning:Hm.', 'text:I will look.', 'call time:', '{}']);
  });

  it('takes an answer without markers for words', () => expect(told(['Just ', 'words'])).toEqual(['text:Just words']));
});
