import { requestId } from './request-id.js';

describe('requestId', () => {
  it.each(['a', 'req_01', 'c0ffee-1:2.3', 'x'.repeat(128)])('keeps the sane id %p', (id) => {
    expect(requestId(id)).toBe(id);
  });

  it.each([undefined, '', 'a b', 'x'.repeat(129), 'a\nlevel=50', 'é', '{"a":1}', ['a', 'b']])(
    'replaces %p',
    (header) => {
      const made = requestId(header);
      expect(made).toMatch(/^req_[\da-f-]{36}$/);
      expect(requestId(header)).not.toBe(made);
    },
  );
});
