import { Controller, Delete, Get, HttpCode, Inject, NotFoundException, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  DeletedResponse,
  InputItemPage,
  InputItemsQuery,
  inputItemPage,
  OpenAiResponse,
  StoredResponseQuery,
  validateRequest,
} from '@predict-otron/dialects';
import { PluginError } from '@predict-otron/plugin-sdk';
import { ErrorDocuments } from '../../documentation/error-documents.js';
import { BackgroundResponses } from './background-responses.js';
import { ResponseIdDocument } from './response-document.js';
import { RESPONSE_STORE, type ResponseStore, type StoredResponse } from './response-store.js';

/** `/v1/responses/{response_id}` and what is below it. */
@ApiTags('OpenAI responses')
@Controller('v1/responses/:response_id')
export class StoredResponsesController {
  constructor(
    @Inject(RESPONSE_STORE) private readonly store: ResponseStore,
    private readonly background: BackgroundResponses,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Show a response that is kept' })
  @ApiOkResponse({ type: OpenAiResponse })
  @ResponseIdDocument()
  @ErrorDocuments(400)
  async show(@Param('response_id') id: string, @Query() query: StoredResponseQuery): Promise<OpenAiResponse> {
    validateRequest(StoredResponseQuery, query);
    return (await this.find(id)).response;
  }

  @Get('input_items')
  @ApiOperation({
    summary: 'List what a response answers',
    description: 'The whole conversation before it, previous responses included.',
  })
  @ApiOkResponse({ type: InputItemPage })
  @ResponseIdDocument()
  @ErrorDocuments(400)
  async listInput(@Param('response_id') id: string, @Query() query: InputItemsQuery): Promise<InputItemPage> {
    const asked = validateRequest(InputItemsQuery, query);
    return inputItemPage((await this.find(id)).input, asked);
  }

  @Delete()
  @ApiOperation({ summary: 'Forget a response', description: 'Responses that went on from it stay as they are.' })
  @ApiOkResponse({ type: DeletedResponse })
  @ResponseIdDocument()
  async forget(@Param('response_id') id: string): Promise<DeletedResponse> {
    this.background.drop(id);
    if (!(await this.store.delete(id))) throw unknown(id);
    return { id, object: 'response', deleted: true };
  }

  @Post('cancel')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Cancel a background response',
    description:
      'It stays with what there is of it. One that has ended already stays as it is. Other requests end when their client closes the connection.',
  })
  @ApiOkResponse({ type: OpenAiResponse })
  @ResponseIdDocument()
  @ErrorDocuments(400)
  async cancel(@Param('response_id') id: string): Promise<OpenAiResponse> {
    const { response } = await this.find(id);
    if (response.background) {
      await this.background.cancel(id);
      return (await this.find(id)).response;
    }
    throw new PluginError(
      'UNSUPPORTED',
      'Cannot cancel a synchronous response. Only background responses can be cancelled; close the connection instead.',
      { param: 'background' },
    );
  }

  private async find(id: string): Promise<StoredResponse> {
    const stored = await this.store.find(id);
    if (!stored) throw unknown(id);
    return stored;
  }
}

function unknown(id: string): NotFoundException {
  return new NotFoundException(`Response with id '${id}' not found.`);
}
