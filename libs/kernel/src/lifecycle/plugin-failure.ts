import { Logger } from '@nestjs/common';
import { PluginError } from '@predict-otron/plugin-sdk';

const logger = new Logger('Kernel');

/**
 * What a plugin threw, as it may be shown: its own PluginError, or for anything else a general `INTERNAL` one with that
 * as its cause. Such a defect is logged here, with where it happened.
 */
export function pluginFailure(error: unknown, where: string): PluginError {
  if (PluginError.is(error)) return error;
  const { message, cause } = PluginError.from(error);
  logger.error(`${where} failed: ${message}`, cause instanceof Error ? cause.stack : undefined);
  return new PluginError(
    'INTERNAL',
    'Something went wrong inside the server; its log tells what.',
    {},
    { cause: error },
  );
}

/** What really happened, for those who run the server: of a general error, its cause. */
export function reasonOf(failure: PluginError): string {
  const isGeneral = failure.code === 'INTERNAL' && failure.cause !== undefined;
  return isGeneral ? PluginError.from(failure.cause).message : failure.message;
}
