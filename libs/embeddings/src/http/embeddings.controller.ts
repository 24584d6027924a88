import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  EmbeddingsRequest,
  EmbeddingsResponse,
  parseEmbeddingsRequest,
  toEmbeddingsResponse,
} from '@predict-otron/dialects';
import { map } from 'rxjs';
import { EmbeddingsService } from '../embedding/embeddings-service.js';
import { type Reply, whileConnected } from './while-connected.js';

@ApiTags('Embeddings')
@Controller('v1/embeddings')
export class EmbeddingsController {
  constructor(private readonly embeddings: EmbeddingsService) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Vectors of texts',
    description:
      "OpenAI's embeddings. Each text gets its own vector, in order. Texts of all requests are computed together in batches of similar length.",
  })
  @ApiBody({ type: EmbeddingsRequest })
  @ApiOkResponse({ type: EmbeddingsResponse })
  create(@Body() body: unknown, @Res({ passthrough: true }) reply: Reply): Promise<EmbeddingsResponse | undefined> {
    const { request, encodingFormat } = parseEmbeddingsRequest(body);
    const { truncate } = request;
    const response = this.embeddings
      .embed(request)
      .pipe(map((result) => toEmbeddingsResponse(result, { encodingFormat, truncate })));
    return whileConnected(reply, response);
  }
}
