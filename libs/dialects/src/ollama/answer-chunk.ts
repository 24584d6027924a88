import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { JsonObject } from '@predict-otron/plugin-sdk';
import { AnswerWarning } from '../openai/answer-warning.js';

/** The function of a call, with its arguments. */
export class OllamaCalled {
  @ApiProperty({ type: 'integer', description: 'Place of the call in the answer.', example: 0 })
  index!: number;

  @ApiProperty({ example: 'weather' })
  name!: string;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { city: 'Paris' } })
  arguments!: JsonObject;
}

/** A call of a function of yours. */
export class OllamaToolCall {
  @ApiProperty({ example: 'call_1' })
  id!: string;

  @ApiProperty({ type: OllamaCalled })
  function!: OllamaCalled;
}

/** A token with its probability. */
export class OllamaTokenLogprob {
  @ApiProperty({ example: 'Paris' })
  token!: string;

  @ApiProperty({ description: 'Natural logarithm of its probability before any filter or temperature.' })
  logprob!: number;

  @ApiProperty({ type: 'array', items: { type: 'integer' }, description: 'Its bytes.' })
  bytes!: number[];
}

/** A token of the answer, and the likeliest ones in its place. */
export class OllamaLogprob extends OllamaTokenLogprob {
  @ApiPropertyOptional({ type: [OllamaTokenLogprob] })
  top_logprobs?: OllamaTokenLogprob[];
}

/** How a request went: only in a whole answer and in the last line of a stream. Times are measured, in nanoseconds. */
export class OllamaSummary {
  @ApiPropertyOptional({ enum: ['stop', 'length', 'load', 'unload'], description: 'Why the answer ended.' })
  done_reason?: 'stop' | 'length' | 'load' | 'unload';

  @ApiPropertyOptional({ type: 'integer', description: 'From the request to the end of the answer.' })
  total_duration?: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Loading the model; 0 when it was loaded.' })
  load_duration?: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Tokens of the prompt, those kept from before included.' })
  prompt_eval_count?: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Reading the prompt.' })
  prompt_eval_duration?: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Tokens generated, thoughts included.' })
  eval_count?: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Generating them.' })
  eval_duration?: number;

  @ApiPropertyOptional({ type: [AnswerWarning], description: 'Extension.' })
  warnings?: AnswerWarning[];
}

/** What every answer and every line of a stream has. */
export class OllamaAnswer extends OllamaSummary {
  @ApiProperty({ description: 'Id of the model that answers.', example: 'otron-tiny-llama' })
  model!: string;

  @ApiProperty({ format: 'date-time' })
  created_at!: string;

  @ApiProperty({ description: 'Is it the last one?' })
  done!: boolean;

  @ApiPropertyOptional({
    type: [OllamaLogprob],
    description: 'With `logprobs: true`: of the text, the thoughts or the call that comes with it.',
  })
  logprobs?: OllamaLogprob[];
}

/** What the model says. */
export class OllamaAnswerMessage {
  @ApiProperty({ enum: ['assistant'] })
  role!: 'assistant';

  @ApiProperty({ example: 'Paris' })
  content!: string;

  @ApiPropertyOptional({ description: 'What the model thought before.' })
  thinking?: string;

  @ApiPropertyOptional({ type: [OllamaToolCall], description: 'Functions that the model calls.' })
  tool_calls?: OllamaToolCall[];
}

/** Answer of `POST /api/chat`, whole or one line of a stream. */
export class OllamaChatAnswer extends OllamaAnswer {
  @ApiProperty({ type: OllamaAnswerMessage })
  message!: OllamaAnswerMessage;
}

/** Answer of `POST /api/generate`, whole or one line of a stream. */
export class OllamaGenerateAnswer extends OllamaAnswer {
  @ApiProperty({ example: 'Paris' })
  response!: string;

  @ApiPropertyOptional({ description: 'What the model thought before.' })
  thinking?: string;
}
