import { HttpException } from '@nestjs/common';
import { PluginError } from '@predict-otron/plugin-sdk';

/** The code that Fastify gives its own errors, also where Nest wrapped them; `undefined` for any other error. */
function fastifyCode(error: unknown): string | undefined {
  const origin = error instanceof HttpException ? error.cause : error;
  const code = origin instanceof Error ? (origin as { code?: unknown }).code : undefined;
  return typeof code === 'string' && code.startsWith('FST_') ? code : undefined;
}

/** What Fastify found wrong with a request before any controller saw it, in words that say what to do. Others unchanged. */
export function explainTransportError(error: unknown, limits: { bodyLimit: number }): unknown {
  switch (fastifyCode(error)) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new PluginError(
        'TOO_LARGE',
        `The body is larger than ${limits.bodyLimit} bytes, the limit of this server.`,
        {
          limit: limits.bodyLimit,
        },
      );
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new HttpException('The body must be JSON: send it with the header "Content-Type: application/json".', 415);
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new PluginError('INPUT_INVALID', 'The body is not as long as its Content-Length header says.');
    case 'FST_ERR_BAD_URL':
      return new PluginError('INPUT_INVALID', 'The path has a percent sign that is no valid escape.');
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new PluginError('INPUT_INVALID', 'A part of the path is too long.');
    default:
      return error;
  }
}
