import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  modelIdOf,
  OllamaModelCard,
  OllamaModelList,
  OllamaRunningList,
  OllamaShowRequest,
  toOllamaCard,
  toOllamaModel,
  toOllamaRunning,
  validateRequest,
} from '@predict-otron/dialects';
import { Models } from '@predict-otron/kernel';
import { OllamaErrorDocuments } from './error-documents.js';
import { OLLAMA_SHOW_EXAMPLES } from './ollama-examples.js';
import { OllamaVersion, SERVER_VERSION } from './ollama-version.js';

/** What Ollama's clients ask about models and the server. */
@ApiTags('Ollama')
@Controller('api')
export class OllamaModelsController {
  constructor(private readonly models: Models) {}

  @Get('tags')
  @ApiOperation({ summary: 'List the models' })
  @ApiOkResponse({ type: OllamaModelList })
  list(): OllamaModelList {
    return { models: this.models.list().map(toOllamaModel) };
  }

  @Get('ps')
  @ApiOperation({ summary: 'List the models in memory' })
  @ApiOkResponse({ type: OllamaRunningList })
  running(): OllamaRunningList {
    const loaded = this.models.list().filter(({ state }) => state === 'loaded');
    return { models: loaded.map(toOllamaRunning) };
  }

  @Post('show')
  @HttpCode(200)
  @ApiOperation({ summary: 'Show one model' })
  @ApiBody({ type: OllamaShowRequest, examples: OLLAMA_SHOW_EXAMPLES })
  @ApiOkResponse({ type: OllamaModelCard })
  @OllamaErrorDocuments(400, 404, 413)
  show(@Body() body: unknown): OllamaModelCard {
    const { model, name } = validateRequest(OllamaShowRequest, body);
    return toOllamaCard(this.models.find(modelIdOf(model ?? name ?? '')));
  }

  @Get('version')
  @ApiOperation({ summary: 'Version of this server' })
  @ApiOkResponse({ type: OllamaVersion })
  version(): OllamaVersion {
    return { version: SERVER_VERSION };
  }
}
