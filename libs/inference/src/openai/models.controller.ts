import { Controller, Get, Param } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { OpenAiModel, OpenAiModelList, toOpenAiModel } from '@predict-otron/dialects';
import { Models } from '@predict-otron/kernel';
import { ErrorDocuments } from '../documentation/error-documents.js';

/** `GET /v1/models` and `GET /v1/models/{id}`. */
@ApiTags('OpenAI')
@Controller('v1/models')
export class ModelsController {
  constructor(private readonly models: Models) {}

  @Get()
  @ApiOperation({ summary: 'List the models' })
  @ApiOkResponse({ type: OpenAiModelList })
  list(): OpenAiModelList {
    return { object: 'list', data: this.models.list().map(toOpenAiModel) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'Show one model' })
  @ApiParam({
    name: 'id',
    description:
      'Id or alias; `default` is the default language model. A `/` or `:` in it may be percent-encoded or not.',
    example: 'default',
  })
  @ApiOkResponse({ type: OpenAiModel })
  @ErrorDocuments(404)
  find(@Param('id') id: string): OpenAiModel {
    return toOpenAiModel(this.models.find(id));
  }

  /** The same for an id with a `/` in it. */
  @Get('*')
  @ApiExcludeEndpoint()
  findByPath(@Param('*') id: string): OpenAiModel {
    return this.find(id);
  }
}
