import { Logger, PinoLogger } from 'nestjs-pino';
import type { Logger as Pino } from 'pino';

/** Nest reports each module and route it finds; that is for the one who debugs the server. */
const CHATTY = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory', 'NestApplication']);

/**
 * Nest's logger on top of pino. What is said of a request names its id: nestjs-pino's module would know it by itself, but
 * finds it with an `AsyncLocalStorage`, whose hooks are called for each promise of each token.
 */
export class NestLogger extends Logger {
  constructor(pino: Pino) {
    const params = { pinoHttp: { logger: pino } };
    super(new PinoLogger(params), params);
  }

  override log(message: unknown, ...details: unknown[]): void {
    if (CHATTY.has(String(details.at(-1)))) this.debug(message, ...details);
    else super.log(message, ...details);
  }
}
