import type { ClassConstructor } from 'class-transformer';
import { Allow } from 'class-validator';
import { ChoiceField } from '../../fields/choice-field.js';
import { NeutralOnly } from '../../fields/neutral-only.js';
import { ObjectList } from '../../fields/object-list.js';
import { Rule } from '../../fields/rule.js';
import { StringField } from '../../fields/string-field.js';
import { ContentField } from './content-field.js';
import type { TextPart } from './content-part.js';
import { ToolCallRequest } from './tool-call-request.js';

const NAME = { maxLength: 256, description: 'Name of the one who speaks, for models whose template shows it.' };

/** Instructions to the model. */
class InstructionMessage {
  @ChoiceField({ required: true, choices: ['system', 'developer'], description: 'Both mean instructions.' })
  role!: 'system' | 'developer';

  @ContentField({ required: true, description: 'What the model is to do.' })
  content!: TextPart[];

  @StringField(NAME)
  name?: string;
}

/** What a person says. */
class UserMessage {
  @ChoiceField({ required: true, choices: ['user'], description: 'A person.' })
  role!: 'user';

  @ContentField({ required: true, description: 'What the person says.' })
  content!: TextPart[];

  @StringField(NAME)
  name?: string;
}

/** What the model said earlier in the conversation. An answer of this server can be sent back as it came. */
export class AssistantMessage {
  @ChoiceField({ required: true, choices: ['assistant'], description: 'The model.' })
  role!: 'assistant';

  @ContentField({ required: saysNothingElse, description: 'What the model said; may be absent next to `tool_calls`.' })
  content?: TextPart[];

  @StringField({ description: 'Extension. What the model thought before it said it.' })
  reasoning_content?: string;

  @Rule((thought, { reasoning_content }: AssistantMessage) =>
    reasoning_content === undefined || reasoning_content === thought
      ? undefined
      : 'and reasoning_content differ: send only one of them',
  )
  @StringField({ description: 'Extension. Another name of `reasoning_content`.' })
  reasoning?: string;

  @ObjectList({ of: [ToolCallRequest], description: 'Functions that the model called.' })
  tool_calls?: ToolCallRequest[];

  @StringField(NAME)
  name?: string;

  @NeutralOnly('A refusal by the model.')
  refusal?: unknown;

  @NeutralOnly('Places on the web that an answer refers to.', [[]])
  annotations?: unknown;

  @NeutralOnly('An earlier answer in sound.')
  audio?: unknown;

  @NeutralOnly('OpenAI’s older form of `tool_calls`.', [], true)
  function_call?: unknown;
}

/** What a function that the model called has returned. */
class ToolMessage {
  @ChoiceField({ required: true, choices: ['tool'], description: 'A function.' })
  role!: 'tool';

  @ContentField({ required: true, description: 'What the function returned.' })
  content!: TextPart[];

  @StringField({ required: true, minLength: 1, maxLength: 256, description: 'Id of the call that this answers.' })
  tool_call_id!: string;

  @StringField({ maxLength: 256, description: 'Name of the function, for models whose template shows it.' })
  name?: string;
}

function saysNothingElse({ tool_calls }: { tool_calls?: unknown }): boolean {
  return !Array.isArray(tool_calls) || tool_calls.length === 0;
}

const CLASS_BY_ROLE = new Map<unknown, ClassConstructor<ChatMessageRequest>>([
  ['system', InstructionMessage],
  ['developer', InstructionMessage],
  ['user', UserMessage],
  ['assistant', AssistantMessage],
  ['tool', ToolMessage],
]);

/** A message whose role is none of those; only the role is looked at. */
class UnknownMessage {
  @ChoiceField({ required: true, choices: [...CLASS_BY_ROLE.keys()] as string[], description: 'Who speaks.' })
  role!: string;

  @Allow()
  content?: unknown;

  @Allow()
  name?: unknown;
}

/** A message of a conversation. */
export type ChatMessageRequest = InstructionMessage | UserMessage | AssistantMessage | ToolMessage;

/** All classes of {@link ChatMessageRequest}. */
export const CHAT_MESSAGE_CLASSES = [InstructionMessage, UserMessage, AssistantMessage, ToolMessage];

/** The class of a message by its role. */
export function chatMessageClass({ role }: { role?: unknown }): ClassConstructor<object> {
  return CLASS_BY_ROLE.get(role) ?? UnknownMessage;
}
