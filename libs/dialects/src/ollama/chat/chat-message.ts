import type { JsonObject } from '@predict-otron/plugin-sdk';
import { type ClassConstructor, Exclude, Expose } from 'class-transformer';
import { ChoiceField } from '../../fields/choice-field.js';
import { JsonObjectField } from '../../fields/json-object-field.js';
import { NeutralOnly } from '../../fields/neutral-only.js';
import { IntegerField } from '../../fields/number-field.js';
import { ObjectField } from '../../fields/object-field.js';
import { ObjectList } from '../../fields/object-list.js';
import { StringField } from '../../fields/string-field.js';

const IMAGES = 'Images that belong to the message, which no model here reads.';

/** The function of a call, with its arguments. */
export class OllamaCalledFunction {
  @StringField({ required: true, minLength: 1, maxLength: 256, description: 'Its name.', example: 'weather' })
  name!: string;

  @JsonObjectField({ required: true, description: 'Its arguments.', example: { city: 'Paris' } })
  arguments!: JsonObject;

  @StringField({ description: 'What the function does, as some clients send it back; the model reads the tools.' })
  description?: string;

  @IntegerField({
    minimum: 0,
    maximum: 1_000_000,
    description: 'Place of the call in its answer, as the array has it.',
  })
  index?: number;
}

/** A call of a function that the model made earlier in the conversation. */
export class OllamaToolCallRequest {
  @StringField({ minLength: 1, maxLength: 256, description: 'Id of the call, as it came.', example: 'call_1' })
  id?: string;

  @ChoiceField({ choices: ['function'], description: 'Functions are the only kind.' })
  type?: 'function';

  @ObjectField({ required: true, of: () => OllamaCalledFunction, description: 'What was called.' })
  function!: OllamaCalledFunction;
}

/** Instructions, or what a person says. */
export class OllamaInputMessage {
  @ChoiceField({ required: true, choices: ['system', 'user'], description: 'Instructions, or a person.' })
  role!: 'system' | 'user';

  @StringField({ required: true, description: 'What is said.', example: 'What is the capital of France?' })
  content!: string;

  @NeutralOnly(IMAGES, [[]])
  images?: unknown;
}

/** What the model said. An answer of this server can be sent back as it came. */
export class OllamaAssistantMessage {
  @ChoiceField({ required: true, choices: ['assistant'], description: 'The model.' })
  role!: 'assistant';

  @StringField({ description: 'What the model said; may be absent next to `tool_calls`.' })
  content?: string;

  @StringField({ description: 'What the model thought before.' })
  thinking?: string;

  @ObjectList({ of: [OllamaToolCallRequest], description: 'Functions that the model called.' })
  tool_calls?: OllamaToolCallRequest[];

  @NeutralOnly(IMAGES, [[]])
  images?: unknown;
}

/** What a function that the model called has returned. */
export class OllamaToolMessage {
  @ChoiceField({ required: true, choices: ['tool'], description: 'A function.' })
  role!: 'tool';

  @StringField({ required: true, description: 'What the function returned.' })
  content!: string;

  @StringField({ maxLength: 256, description: 'Name of the function.', example: 'weather' })
  tool_name?: string;

  @StringField({
    minLength: 1,
    maxLength: 256,
    description: 'Id of the call that this answers. Default: the first open call of that name, or of any.',
  })
  tool_call_id?: string;

  @NeutralOnly(IMAGES, [[]])
  images?: unknown;
}

const CLASS_BY_ROLE = new Map<unknown, ClassConstructor<OllamaMessageRequest>>([
  ['system', OllamaInputMessage],
  ['user', OllamaInputMessage],
  ['assistant', OllamaAssistantMessage],
  ['tool', OllamaToolMessage],
]);

/** A message whose role is none of those; only the role is looked at. */
@Exclude()
class UnknownMessage {
  @Expose()
  @ChoiceField({ required: true, choices: [...CLASS_BY_ROLE.keys()] as string[], description: 'Who speaks.' })
  role!: string;
}

/** A message of a conversation. */
export type OllamaMessageRequest = OllamaInputMessage | OllamaAssistantMessage | OllamaToolMessage;

/** All classes of {@link OllamaMessageRequest}. */
export const OLLAMA_MESSAGE_CLASSES = [OllamaInputMessage, OllamaAssistantMessage, OllamaToolMessage];

/** The class of a message by its role. */
export function ollamaMessageClass({ role }: { role?: unknown }): ClassConstructor<object> {
  return CLASS_BY_ROLE.get(role) ?? UnknownMessage;
}
