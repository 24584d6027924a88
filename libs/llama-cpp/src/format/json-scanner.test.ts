import fc from 'fast-check';
import { JsonScanner } from './json-scanner.js';

function scan(text: string, cut = 1) {
  const scanner = new JsonScanner();
  let taken = 0;
  for (let at = 0; at < text.length; at += cut) taken += scanner.push(text.slice(at, at + cut));
  return { scanner, taken };
}

describe('JsonScanner', () => {
  it('finds the end of a value, however it is cut', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.integer({ min: 1, max: 7 }), (object, cut) => {
        const json = JSON.stringify(object);
        const { scanner, taken } = scan(`${json} and more`, cut);
        expect({ status: scanner.status, text: scanner.text, taken }).toEqual({
          status: 'done',
          text: json,
          taken: json.length,
        });
        for (const [name, value] of Object.entries(object)) {
          expect(scanner.member(name)).toEqual({ text: JSON.stringify(value), complete: true });
        }
      }),
    );
  });

  it('shows a member while it comes', () => {
    expect(scan('{"name": "f", "arguments": {"a": [1, 2').scanner.member('arguments')).toEqual({
      text: '{"a": [1, 2',
      complete: false,
    });
  });

  it.each(['hello', '"text"', '{]', '[}'])('knows that %s is no object or list', (text) => {
    expect(scan(text).scanner.status).toBe('broken');
  });
});
