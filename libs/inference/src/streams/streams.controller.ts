import { Controller, Delete, Get, Headers, HttpCode, Inject, Param, Query, Res } from '@nestjs/common';
import {
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { invalidField } from '@predict-otron/dialects';
import type { FastifyReply } from 'fastify';
import { ErrorDocuments } from '../documentation/error-documents.js';
import { INFERENCE_OPTIONS, type InferenceOptions } from '../inference-options.js';
import { EventStreamReader } from './event-stream-reader.js';
import { Streams } from './streams.js';

const ID = { name: 'id', description: 'From the header `x-stream-id` or the event `accepted`.', example: 'strm_0' };
const EXAMPLE = 'id: 7\ndata: {"object":"chat.completion.chunk"}\n\n';

/** Streams that were opened with `resumable: true`. */
@ApiTags('Streams')
@Controller('v1/streams/:id')
export class StreamsController {
  constructor(
    private readonly streams: Streams,
    @Inject(INFERENCE_OPTIONS) private readonly options: InferenceOptions,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Go on with a stream',
    description:
      'Sends what came after the last event that was seen, then what comes. The connection before is closed.',
  })
  @ApiParam(ID)
  @ApiHeader({ name: 'last-event-id', required: false, description: 'Number of the last event that was seen.' })
  @ApiQuery({ name: 'after', required: false, type: String, description: 'The same, where headers cannot be set.' })
  @ApiOkResponse({
    description: 'Server-sent events. Their data are what they were where the stream was opened.',
    content: { 'text/event-stream': { schema: { type: 'object', additionalProperties: true }, example: EXAMPLE } },
  })
  @ErrorDocuments(400, 404)
  resume(
    @Param('id') id: string,
    @Res() reply: FastifyReply,
    @Headers('last-event-id') last?: string,
    @Query('after') after?: unknown,
  ): void {
    const seen = last ? numberOf('last-event-id', last) : numberOf('after', after ?? '0');
    const { stream } = this.streams.find(id);
    const reader = new EventStreamReader(reply, this.options.keepAliveMs);
    try {
      void reply.header('x-stream-id', id);
      reader.readFrom(stream, seen);
    } catch (error) {
      reader.stop();
      throw error;
    }
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Cancel and forget a stream' })
  @ApiParam(ID)
  @ApiNoContentResponse({ description: 'It is gone.' })
  @ErrorDocuments(404)
  cancel(@Param('id') id: string): void {
    this.streams.find(id);
    this.streams.delete(id);
  }
}

function numberOf(param: string, value: unknown): number {
  if (typeof value === 'string' && /^\d{1,15}$/.test(value)) return Number(value);
  throw invalidField(param, 'must be the number of an event');
}
