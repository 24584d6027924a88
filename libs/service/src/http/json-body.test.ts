import { invalidJson } from './json-body.js';

describe('invalidJson', () => {
  it.each([
    ['', /empty/],
    [' \n', /empty/],
    ['{"a":', /not valid JSON: Unexpected end/],
    ['{a: 1}', /position 1/],
    ['hello', /'h'/],
    ['{"__proto__": {}}', /__proto__/],
  ])('says what is wrong with %j', (body, message) => {
    const error = invalidJson(body);
    expect(error.code).toBe('INPUT_INVALID');
    expect(error.message).toMatch(message);
  });
});
