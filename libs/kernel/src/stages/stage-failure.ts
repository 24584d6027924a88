import { Logger } from '@nestjs/common';
import { PluginError } from '@predict-otron/plugin-sdk';

const logger = new Logger('Kernel');

/** A PluginError is a stage's (or the model's) own word; anything else is a defect of the stage. */
export function stageFailure(stage: string, requestId: string, error: unknown): PluginError {
  if (PluginError.is(error)) return error;
  const { message, cause } = PluginError.from(error);
  logger.error({ requestId, err: cause }, `The stage ${stage} failed: ${message}`);
  return failed(stage, `The stage "${stage}" failed.`, error);
}

/** What a stage did against the contract, in a sentence that names it. */
export function stageFault(stage: string, requestId: string, what: string): PluginError {
  logger.error({ requestId }, `The stage ${stage} ${what}`);
  return failed(stage, `The stage "${stage}" ${what}`);
}

function failed(stage: string, message: string, cause?: unknown): PluginError {
  return new PluginError('STAGE_FAILED', message, { stage }, { cause });
}
