import { Controller, Delete, Get, NotFoundException, Param } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { GenerationLedger, type GenerationRecord } from '@predict-otron/kernel';
import { WorkNotes } from '../metrics/work-notes.js';
import { CancelledRequest, type RunningRequest, RunningRequests } from './running-request.js';

/** `GET /admin/requests` and `DELETE /admin/requests/{id}`. */
@ApiTags('Administration')
@Controller('admin/requests')
export class RequestsController {
  constructor(
    private readonly ledger: GenerationLedger,
    private readonly notes: WorkNotes,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List the generations that run or wait', description: 'Never what is asked or answered.' })
  @ApiOkResponse({ type: RunningRequests })
  list(): RunningRequests {
    return { requests: this.ledger.list().map((record) => runningRequest(record, this.notes.keyOf(record))) };
  }

  @Delete(':id')
  @ApiOperation({
    summary: 'Cancel a request',
    description: 'Frees its slots within one step. Its client gets an error with the code CANCELLED (HTTP status 499).',
  })
  @ApiOkResponse({ type: CancelledRequest })
  @ApiNotFoundResponse({ description: 'No request of this id runs.' })
  cancel(@Param('id') id: string): CancelledRequest {
    const cancelled = this.ledger.cancel(id);
    if (cancelled > 0) return { id, cancelled };
    throw new NotFoundException(`No request ${id} runs here. GET /admin/requests lists those that do.`);
  }
}

function runningRequest(record: GenerationRecord, key?: string): RunningRequest {
  const { requestId, model, state, promptTokens, generatedTokens, startedAt, queueMs } = record;
  return {
    id: requestId,
    model,
    state,
    prompt_tokens: promptTokens,
    generated_tokens: generatedTokens,
    age_seconds: (Date.now() - startedAt) / 1000,
    ...(key !== undefined && { key }),
    ...(queueMs !== undefined && { queue_seconds: queueMs / 1000 }),
  };
}
