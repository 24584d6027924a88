import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { OpenRequests } from '@predict-otron/service';
import type { FastifyReply } from 'fastify';
import { exhaustMap, fromEvent, takeUntil, takeWhile } from 'rxjs';
import { StatusSample } from './status-sample.js';
import { StatusSource } from './status-source.js';

const STREAM = 'text/event-stream';
const SAMPLE = { schema: { $ref: getSchemaPath(StatusSample) } };

/** `GET /admin/status`. */
@ApiTags('Administration')
@Controller('admin/status')
export class StatusController {
  constructor(
    private readonly source: StatusSource,
    private readonly open: OpenRequests,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'How is the server doing?',
    description: `One sample; to a client that accepts \`${STREAM}\`, one a second for as long as it stays.`,
  })
  @ApiExtraModels(StatusSample)
  @ApiOkResponse({ content: { 'application/json': SAMPLE, [STREAM]: SAMPLE } })
  async show(@Res() reply: FastifyReply, @Headers('accept') accept = ''): Promise<void> {
    if (accept.includes(STREAM)) this.stream(reply);
    else void reply.send(await this.source.sample());
  }

  private stream(reply: FastifyReply): void {
    const { raw } = reply;
    reply.hijack();
    raw.writeHead(200, {
      'content-type': STREAM,
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    this.source.samples
      .pipe(
        // it has no end of its own, and must not hold a shutdown up
        takeWhile(() => this.open.accepting),
        // a client that does not read misses samples and costs nothing
        exhaustMap(async (sample) => {
          if (!raw.write(`data: ${JSON.stringify(sample)}\n\n`)) await drained(raw);
        }),
        takeUntil(fromEvent(raw, 'close')),
      )
      .subscribe({ complete: () => raw.end() });
  }
}

function drained(raw: FastifyReply['raw']): Promise<void> {
  return new Promise((resolve) => {
    raw.once('drain', resolve).once('close', resolve);
  });
}
