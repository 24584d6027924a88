import type { GenerationRequest, JsonObject, Tool } from '@predict-otron/plugin-sdk';
import { ChoiceField } from '../../fields/choice-field.js';
import { JsonObjectField } from '../../fields/json-object-field.js';
import { ObjectField } from '../../fields/object-field.js';
import { ObjectList } from '../../fields/object-list.js';
import { StringField } from '../../fields/string-field.js';
import { answerOptions, OllamaAnswerFields } from '../answer-fields.js';
import { OLLAMA_MESSAGE_CLASSES, type OllamaMessageRequest, ollamaMessageClass } from './chat-message.js';
import { toMessages } from './to-messages.js';

/** A function that the model may call. */
export class OllamaFunction {
  @StringField({ required: true, minLength: 1, maxLength: 128, description: 'What it is called.', example: 'weather' })
  name!: string;

  @StringField({ description: 'What it does and when to call it.', example: 'The weather in a city now.' })
  description?: string;

  @JsonObjectField({
    description: 'JSON Schema of its arguments.',
    example: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  })
  parameters?: JsonObject;
}

/** A tool that the model may use. */
export class OllamaTool {
  @ChoiceField({ required: true, choices: ['function'], description: 'Functions are the only kind.' })
  type!: 'function';

  @ObjectField({ required: true, of: () => OllamaFunction, description: 'The function.' })
  function!: OllamaFunction;
}

/** Body of `POST /api/chat`. */
export class OllamaChatRequest extends OllamaAnswerFields {
  @ObjectList({
    of: OLLAMA_MESSAGE_CLASSES,
    choose: ollamaMessageClass,
    description: 'The whole conversation so far, oldest first; empty to have the model only loaded.',
    example: [{ role: 'user', content: 'What is the capital of France?' }],
  })
  messages?: OllamaMessageRequest[];

  @ObjectList({ of: [OllamaTool], description: 'Functions that the model may call.' })
  tools?: OllamaTool[];
}

/** Whether nothing is asked, which is Ollama's way to have a model loaded. */
export function isChatLoad({ messages = [] }: OllamaChatRequest): boolean {
  return messages.length === 0;
}

/** What a model is asked by a chat request. */
export function ollamaChatGeneration(request: OllamaChatRequest): GenerationRequest {
  const tools = (request.tools ?? []).map(toTool);
  return {
    prompt: { messages: toMessages(request.messages ?? []), ...(tools.length > 0 ? { tools } : {}) },
    ...answerOptions(request),
  };
}

function toTool({ function: { name, description, parameters } }: OllamaTool): Tool {
  return {
    name,
    ...(description === undefined ? {} : { description }),
    ...(parameters === undefined ? {} : { parameters }),
  };
}
