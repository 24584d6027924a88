import { RequestMethod } from '@nestjs/common';
import { Logger, type Params, PinoLogger } from 'nestjs-pino';
import type { Logger as Pino } from 'pino';

/** Nest reports each module and route it finds; that is for the one who debugs the server. */
const CHATTY = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory', 'NestApplication']);

/** Nest's logger on top of pino: lines written while a request runs carry its id. */
export class NestLogger extends Logger {
  constructor(pino: Pino) {
    const params = nestPinoParams(pino);
    super(new PinoLogger(params), params);
  }

  override log(message: unknown, ...details: unknown[]): void {
    if (CHATTY.has(String(details.at(-1)))) this.debug(message, ...details);
    else super.log(message, ...details);
  }
}

/** Fastify makes the logger of each request; nestjs-pino only passes it on to whatever runs within the request. */
export function nestPinoParams(pino: Pino): Params {
  return {
    pinoHttp: { logger: pino },
    useExisting: true,
    // its own default pattern matches nothing on Fastify
    forRoutes: [{ path: '*path', method: RequestMethod.ALL }],
  };
}
