import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { invalidField, ParameterList, parameterListOf, toOpenAiModel } from '@predict-otron/dialects';
import { Models } from '@predict-otron/kernel';
import { ErrorDocuments } from '../documentation/error-documents.js';

/** `GET /v1/parameters`. */
@ApiTags('OpenAI')
@Controller('v1/parameters')
export class ParametersController {
  constructor(private readonly models: Models) {}

  @Get()
  @ApiOperation({
    summary: 'List what becomes of each parameter',
    description: 'Of this server in general, or with one model.',
  })
  @ApiQuery({
    name: 'model',
    required: false,
    type: String,
    description: 'Id or alias of a model.',
    example: 'default',
  })
  @ApiOkResponse({ type: ParameterList })
  @ErrorDocuments(400, 404)
  list(@Query('model') model?: unknown): ParameterList {
    if (model === undefined) return parameterListOf();
    if (typeof model !== 'string') throw invalidField('model', 'must be there once at most');
    return parameterListOf(toOpenAiModel(this.models.find(model)));
  }
}
