import type { ClassConstructor } from 'class-transformer';
import { BooleanField } from '../../../fields/boolean-field.js';
import { ChoiceField } from '../../../fields/choice-field.js';
import { NeutralOnly } from '../../../fields/neutral-only.js';
import { ObjectField } from '../../../fields/object-field.js';
import { StringField } from '../../../fields/string-field.js';
import { type FunctionToolRequest, FunctionToolsField } from './function-tool-request.js';
import { InputField } from './input-field.js';
import type { InputItemRequest } from './input-item-request.js';
import { TextRequest } from './text-request.js';
import { type ResponseToolChoice, ResponseToolChoiceField } from './tool-choice-field.js';

/** Adds what a model is asked to a class: the same fields to get a response and to count its tokens. */
export function WithResponsePrompt<Base extends ClassConstructor<object>>(Parent: Base) {
  class ResponsePromptFields extends Parent {
    @StringField({
      required: true,
      minLength: 1,
      description: 'Id or alias of a language model of `GET /v1/models`; `default` is the default one.',
      example: 'default',
    })
    model!: string;

    @InputField()
    input?: InputItemRequest[];

    @StringField({
      description:
        'What the model is to do, in front of all else. Those of the previous response do not count any more.',
      example: 'Answer in one word.',
    })
    instructions?: string;

    @StringField({
      minLength: 1,
      maxLength: 256,
      description: 'Id of a stored response whose conversation goes on: its input, its output, then this `input`.',
    })
    previous_response_id?: string;

    @NeutralOnly('A conversation that OpenAI keeps. Use `previous_response_id`.')
    conversation?: unknown;

    @FunctionToolsField()
    tools?: FunctionToolRequest[];

    @ResponseToolChoiceField()
    tool_choice?: ResponseToolChoice;

    @BooleanField({ description: 'May the model call several functions in one answer?', default: true })
    parallel_tool_calls?: boolean;

    @ObjectField({ of: () => TextRequest, description: "How the answer's text is." })
    text?: TextRequest;

    @ChoiceField({
      choices: ['disabled', 'auto'],
      description:
        'What happens to a conversation that is longer than the context: it is refused, or its oldest turns are left out.',
      default: 'disabled',
    })
    truncation?: 'disabled' | 'auto';
  }
  return ResponsePromptFields;
}
