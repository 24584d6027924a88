import { Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { PluginError } from '@predict-otron/plugin-sdk';
import { OllamaErrorDocuments } from './error-documents.js';

const REFUSED = 'Always refused';

/** What Ollama does with its store of models, and this server does in other ways. */
@ApiTags('Ollama')
@Controller('api')
export class OllamaStoreController {
  @Post('create')
  @ApiOperation({ summary: `Make a model from another one. ${REFUSED}` })
  @OllamaErrorDocuments(400)
  create(): never {
    throw refused('create', 'send instructions and options with each request instead');
  }

  @Post('copy')
  @ApiOperation({ summary: `Give a model another name. ${REFUSED}` })
  @OllamaErrorDocuments(400)
  copy(): never {
    throw refused('copy', 'give it an alias in the configuration of the server instead');
  }

  @Post('push')
  @ApiOperation({ summary: `Upload a model. ${REFUSED}` })
  @OllamaErrorDocuments(400)
  push(): never {
    throw refused('push', 'use the tools of the registry instead');
  }
}

function refused(what: string, advice: string): PluginError {
  return new PluginError('UNSUPPORTED', `This server does not ${what} models: ${advice}.`);
}
