import type { GenerationRequest, Prompt } from '@predict-otron/plugin-sdk';
import { BooleanField } from '../../fields/boolean-field.js';
import { NeutralOnly } from '../../fields/neutral-only.js';
import { Rule } from '../../fields/rule.js';
import { StringField } from '../../fields/string-field.js';
import { answerOptions, OllamaAnswerFields } from '../answer-fields.js';

const WITHOUT_TEMPLATE = 'goes through the chat template, which raw and suffix leave out: send only one of them';

/** Body of `POST /api/generate`. */
export class OllamaGenerateRequest extends OllamaAnswerFields {
  @StringField({
    description:
      'What a person says; with `raw`, the text to continue; with `suffix`, what comes before the gap. Without any, the model is only loaded.',
    example: 'What is the capital of France?',
  })
  prompt?: string;

  @StringField({ description: 'What comes after a gap that the model is to fill.' })
  suffix?: string;

  @Rule((system, { raw, suffix }: OllamaGenerateRequest) => (system && (raw || suffix) ? WITHOUT_TEMPLATE : undefined))
  @StringField({ description: 'Instructions to the model.', example: 'Answer in one word.' })
  system?: string;

  @BooleanField({ description: 'Continue the prompt as it is, without the chat template.', default: false })
  raw?: boolean;

  @NeutralOnly('A chat template instead of the model’s own.', [''])
  template?: unknown;

  @NeutralOnly('Tokens of an earlier answer. What a model has read before is reused by itself.', [[]])
  context?: unknown;

  @NeutralOnly('Images that belong to the prompt, which no model here reads.', [[]])
  images?: unknown;

  @NeutralOnly('Width of an image to make.')
  width?: unknown;

  @NeutralOnly('Height of an image to make.')
  height?: unknown;

  @NeutralOnly('Steps of an image to make.')
  steps?: unknown;
}

/** Whether nothing is asked, which is Ollama's way to have a model loaded. */
export function isGenerateLoad({ prompt = '', suffix = '' }: OllamaGenerateRequest): boolean {
  return prompt === '' && suffix === '';
}

/** What a model is asked by such a request. */
export function ollamaGenerateGeneration(request: OllamaGenerateRequest): GenerationRequest {
  return { prompt: toPrompt(request), ...answerOptions(request) };
}

function toPrompt({ prompt = '', suffix, system, raw }: OllamaGenerateRequest): Prompt {
  if (suffix) return { prefix: prompt, suffix };
  if (raw) return { text: prompt };
  return {
    messages: [
      ...(system ? [{ role: 'system' as const, content: [{ type: 'text' as const, text: system }] }] : []),
      { role: 'user', content: [{ type: 'text', text: prompt }] },
    ],
  };
}
