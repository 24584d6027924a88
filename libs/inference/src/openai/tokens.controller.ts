import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  AppliedTemplate,
  ApplyTemplateRequest,
  DetokenizedText,
  DetokenizeRequest,
  TokenizedText,
  TokenizeRequest,
  toMessages,
  toTools,
  validateRequest,
} from '@predict-otron/dialects';
import { Inference, Models } from '@predict-otron/kernel';
import { PluginError } from '@predict-otron/plugin-sdk';
import { ErrorDocuments } from '../documentation/error-documents.js';
import { APPLY_TEMPLATE_EXAMPLES, DETOKENIZE_EXAMPLES, TOKENIZE_EXAMPLES } from '../documentation/token-examples.js';

/** `POST /tokenize`, `/detokenize` and `/apply-template`: a prompt as the model sees it. */
@ApiTags('Tokens')
@Controller()
export class TokensController {
  constructor(
    private readonly inference: Inference,
    private readonly models: Models,
  ) {}

  @Post('tokenize')
  @HttpCode(200)
  @ApiOperation({ summary: 'Turn a text into tokens', description: 'Without a token for the beginning of a text.' })
  @ApiBody({ type: TokenizeRequest, examples: TOKENIZE_EXAMPLES })
  @ApiOkResponse({ type: TokenizedText })
  @ErrorDocuments(400, 404, 413, 500, 503)
  async tokenize(@Body() body: unknown): Promise<TokenizedText> {
    const { model, content } = validateRequest(TokenizeRequest, body);
    return { tokens: await this.inference.tokenize(this.idOf(model), content) };
  }

  @Post('detokenize')
  @HttpCode(200)
  @ApiOperation({ summary: 'Turn tokens into text', description: 'Control tokens have no text.' })
  @ApiBody({ type: DetokenizeRequest, examples: DETOKENIZE_EXAMPLES })
  @ApiOkResponse({ type: DetokenizedText })
  @ErrorDocuments(400, 404, 413, 500, 503)
  async detokenize(@Body() body: unknown): Promise<DetokenizedText> {
    const { model, tokens } = validateRequest(DetokenizeRequest, body);
    return { content: await this.inference.detokenize(this.idOf(model), tokens).catch(nameTokens) };
  }

  @Post('apply-template')
  @HttpCode(200)
  @ApiOperation({ summary: 'Show a conversation as the model sees it' })
  @ApiBody({ type: ApplyTemplateRequest, examples: APPLY_TEMPLATE_EXAMPLES })
  @ApiOkResponse({ type: AppliedTemplate })
  @ErrorDocuments(400, 404, 413, 500, 503)
  async applyTemplate(@Body() body: unknown): Promise<AppliedTemplate> {
    const { model, messages, tools } = validateRequest(ApplyTemplateRequest, body);
    const { text } = await this.inference.render(this.idOf(model), toMessages(messages), tools && toTools(tools));
    return { prompt: text };
  }

  private idOf(model: string): string {
    return this.models.find(model, 'language').id;
  }
}

/** Models know token ids as a part of prompts. */
function nameTokens(error: unknown): never {
  if (!PluginError.is(error) || error.details.param !== 'prompt') throw error;
  throw new PluginError(error.code, error.message, { ...error.details, param: 'tokens' });
}
