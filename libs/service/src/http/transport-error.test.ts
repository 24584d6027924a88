import { HttpException } from '@nestjs/common';
import { PluginError } from '@predict-otron/plugin-sdk';
import { errorCodes } from 'fastify';
import { explainTransportError } from './transport-error.js';

const limits = { bodyLimit: 1000 };

describe('explainTransportError', () => {
  it.each([
    [new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE(), 'TOO_LARGE', /1000 bytes/],
    [new errorCodes.FST_ERR_CTP_INVALID_CONTENT_LENGTH(), 'INPUT_INVALID', /Content-Length/],
    [new errorCodes.FST_ERR_BAD_URL('/%zz'), 'INPUT_INVALID', /path/],
    [new errorCodes.FST_ERR_MAX_PARAM_LENGTH('/x'), 'INPUT_INVALID', /path/],
  ])('explains %s', (error, code, message) => {
    for (const thrown of [error, new HttpException(error.message, error.statusCode ?? 500, { cause: error })]) {
      const explained = explainTransportError(thrown, limits) as PluginError;
      expect(PluginError.is(explained)).toBe(true);
      expect(explained.code).toBe(code);
      expect(explained.message).toMatch(message);
    }
  });

  it('keeps the status of a wrong content type', () => {
    const explained = explainTransportError(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(), limits) as HttpException;
    expect(explained.getStatus()).toBe(415);
    expect(explained.message).toMatch('application/json');
  });

  it.each([new Error('x'), new PluginError('OVERLOADED', 'x'), new HttpException('x', 404), 'text', undefined])(
    'leaves %p alone',
    (error) => {
      expect(explainTransportError(error, limits)).toBe(error);
    },
  );
});
