import { PluginError } from '@predict-otron/plugin-sdk';
import { decodeError, encodeError } from './wire-error.js';

describe('errors on the wire', () => {
  it.each([
    ['a PluginError', new PluginError('CONTEXT_OVERFLOW', 'too long', { promptTokens: 9, contextTokens: 8 })],
    ['one without details', new PluginError('DISPOSED', 'gone')],
  ])('keep code, message, details and stack of %s', (_, error) => {
    const arrived = decodeError(structuredClone(encodeError(error)));
    expect(PluginError.is(arrived)).toBe(true);
    expect(arrived).toMatchObject({ code: error.code, message: error.message, details: error.details });
    expect(arrived.stack).toBe(error.stack);
  });

  it.each([
    ['an Error', new TypeError('x is not a function'), 'x is not a function'],
    ['anything else', 'a string', 'a string'],
  ])('make an INTERNAL one of %s', (_, error, message) => {
    expect(decodeError(structuredClone(encodeError(error)))).toMatchObject({ code: 'INTERNAL', message, details: {} });
  });
});
