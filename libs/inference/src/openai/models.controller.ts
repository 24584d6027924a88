import { Controller, Get, Headers, Param, Query } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiHeader, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import {
  AnthropicModel,
  AnthropicModelPage,
  modelPage,
  OpenAiModel,
  OpenAiModelList,
  type PageQuery,
  toAnthropicModel,
  toOpenAiModel,
} from '@predict-otron/dialects';
import { Models } from '@predict-otron/kernel';
import { ErrorDocuments } from '../documentation/error-documents.js';
import { OneOfDocument } from '../documentation/one-of-document.js';

const ANTHROPIC_VERSION = 'anthropic-version';
const VERSION_DOCUMENT = {
  name: ANTHROPIC_VERSION,
  required: false,
  description: 'Whatever it says, the answer has the shape of Anthropic’s API and knows language models only.',
};
const PAGE_DOCUMENT = { required: false, type: String };

/** `GET /v1/models` and `GET /v1/models/{id}`, in OpenAI's shape or, with its header, in Anthropic's. */
@ApiTags('OpenAI', 'Anthropic')
@Controller('v1/models')
export class ModelsController {
  constructor(private readonly models: Models) {}

  @Get()
  @ApiOperation({ summary: 'List the models' })
  @ApiHeader(VERSION_DOCUMENT)
  @ApiQuery({ ...PAGE_DOCUMENT, name: 'limit', description: 'Anthropic’s shape: models of a page, 1 to 1000 (20).' })
  @ApiQuery({ ...PAGE_DOCUMENT, name: 'after_id', description: 'Anthropic’s shape: the page after this model.' })
  @ApiQuery({ ...PAGE_DOCUMENT, name: 'before_id', description: 'Anthropic’s shape: the page before this model.' })
  @OneOfDocument(OpenAiModelList, AnthropicModelPage)
  @ErrorDocuments(400)
  list(@Headers(ANTHROPIC_VERSION) version?: string, @Query() page: PageQuery = {}) {
    const models = this.models.list();
    if (version === undefined) return { object: 'list', data: models.map(toOpenAiModel) } satisfies OpenAiModelList;
    return modelPage(models.filter(({ kind }) => kind === 'language').map(toAnthropicModel), page);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Show one model' })
  @ApiHeader(VERSION_DOCUMENT)
  @ApiParam({
    name: 'id',
    description:
      'Id or alias; `default` is the default language model. A `/` or `:` in it may be percent-encoded or not.',
    example: 'default',
  })
  @OneOfDocument(OpenAiModel, AnthropicModel)
  @ErrorDocuments(404)
  find(@Param('id') id: string, @Headers(ANTHROPIC_VERSION) version?: string): OpenAiModel | AnthropicModel {
    return version === undefined
      ? toOpenAiModel(this.models.find(id))
      : toAnthropicModel(this.models.find(id, 'language'));
  }

  /** The same for an id with a `/` in it. */
  @Get('*')
  @ApiExcludeEndpoint()
  findByPath(@Param('*') id: string, @Headers(ANTHROPIC_VERSION) version?: string): OpenAiModel | AnthropicModel {
    return this.find(id, version);
  }
}
