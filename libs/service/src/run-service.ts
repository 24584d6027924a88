import { constants } from 'node:os';
import type { DynamicModule } from '@nestjs/common';
import { PluginError } from '@predict-otron/plugin-sdk';
import { explainListenError } from './listen-error.js';
import { resolveServiceOptions, type ServiceOptions } from './service-options.js';
import { type Service, startService } from './start-service.js';

/** How long disposing may take after the last request has ended, in milliseconds. */
const DISPOSE_LIMIT = 10_000;

/**
 * Runs a server as the whole of a process: SIGTERM, SIGINT and the end of the process that launched it stop it (exit 0), a
 * second signal ends it at once; a start that fails is one sentence on standard error and exit 1.
 */
export async function runService(
  module: () => DynamicModule | Promise<DynamicModule>,
  options: ServiceOptions,
): Promise<Service> {
  let service: Service | undefined;
  let stopping = false;
  const onSignal = (signal: 'SIGTERM' | 'SIGINT') => {
    if (stopping) process.exit(128 + constants.signals[signal]);
    stopping = true;
    if (service) void stopAndExit(service, resolveServiceOptions(options).shutdownTimeoutMs);
    else process.exit(0);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  // a launcher that dies must not leave its server behind
  process.once('disconnect', () => onSignal('SIGTERM'));
  try {
    service = await startService(module, options);
    keepFailuresLocal(service);
    return service;
  } catch (error) {
    const sentence = explainListenError(error, options.host, options.port) ?? startError(error);
    process.stderr.write(`${sentence}\n`);
    process.exit(1);
  }
}

async function stopAndExit(service: Service, shutdownTimeoutMs: number): Promise<void> {
  const limit = setTimeout(() => {
    service.logger.error('Something could not be disposed in time.');
    process.exit(1);
  }, shutdownTimeoutMs + DISPOSE_LIMIT);
  await service.stop().catch((error: unknown) => {
    service.logger.error(error, 'The server could not be stopped cleanly.');
    process.exitCode = 1;
  });
  clearTimeout(limit);
  process.exit();
}

/** A promise that some plugin forgot must not end every other request. */
function keepFailuresLocal({ logger }: Service): void {
  process.on('unhandledRejection', (reason) => logger.error({ err: reason }, 'A rejected promise was not handled.'));
}

/** A foreseen failure is its message; anything else is a defect, whose stack helps. */
function startError(error: unknown): string {
  if (PluginError.is(error)) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
