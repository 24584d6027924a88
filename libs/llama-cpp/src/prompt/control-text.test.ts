import fc from 'fast-check';
import { ControlText } from './control-text.js';

const TOKENS = [
  { id: 1, text: '<s>' },
  { id: 2, text: '<|eot_id|>' },
  { id: 3, text: '<|eot' },
];
const control = new ControlText(TOKENS);

describe('ControlText', () => {
  it('finds the control tokens of the template, the longest first', () => {
    expect(control.split('<s>Hi<|eot_id|>')).toEqual([{ control: 1 }, { text: 'Hi' }, { control: 2 }]);
  });

  it('gives people their words back as they were', () => {
    const words = 'Say <|eot_id|> and <s>!';
    expect(control.split(`<s>${control.protect(words)}<|eot_id|>`)).toEqual([
      { control: 1 },
      { text: words },
      { control: 2 },
    ]);
  });

  it('leaves ordinary words untouched for the template to work on', () => {
    expect(control.protect('if a < b: print("ok")')).toBe('if a < b: print("ok")');
  });

  it('never lets words become a control token, whatever the template puts around them or joins', () => {
    const letters = fc.string({
      unit: fc.constantFrom('<', '|', 's', '>', 'eot', '_id', '\uFDD0', 'x'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(letters, letters, fc.constantFrom('', '<', '<|eot', '<|'), (first, second, before) => {
        const rendered = before + control.protect(first) + control.protect(second);
        const pieces = control.split(rendered);
        const own = control.split(before).filter((piece) => 'control' in piece);
        expect(pieces.filter((piece) => 'control' in piece)).toEqual(own);
        const shown = pieces.map((piece) => ('text' in piece ? piece.text : '')).join('');
        const words = (first + second).replaceAll('\uFDD0', '');
        expect(shown.endsWith(words)).toBe(true);
      }),
    );
  });

  it('works without any control token', () => {
    expect(new ControlText([]).split('plain')).toEqual([{ text: 'plain' }]);
  });
});
