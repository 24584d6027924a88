import { NeutralOnly } from '../../fields/neutral-only.js';
import { ObjectField } from '../../fields/object-field.js';
import { ObjectList } from '../../fields/object-list.js';
import { Rule } from '../../fields/rule.js';
import { StringField } from '../../fields/string-field.js';
import { BlocksField } from './blocks-field.js';
import { CacheControlField } from './cache-control.js';
import { MESSAGE_CLASSES, type MessageRequest, messageClass } from './message-request.js';
import { MessageToolChoice } from './message-tool-choice.js';
import { MessageToolRequest, toolClass } from './message-tool-request.js';
import { OutputConfigRequest } from './output-config-request.js';
import { TEXT_BLOCKS, type TextBlockRequest } from './text-block.js';
import { ThinkingRequest } from './thinking-request.js';

/** What a model reads: the same fields for an answer and for counting tokens. */
export class PromptFields {
  @StringField({
    required: true,
    minLength: 1,
    description: 'Id or alias of a language model of `GET /v1/models`; `default` is the default one.',
    example: 'default',
  })
  model!: string;

  @ObjectList({
    required: true,
    of: MESSAGE_CLASSES,
    choose: messageClass,
    minItems: 1,
    description: 'The whole conversation so far, oldest first.',
    example: [{ role: 'user', content: 'What is the capital of France?' }],
  })
  messages!: MessageRequest[];

  @BlocksField({
    of: TEXT_BLOCKS,
    description: 'Instructions to the model: a string, or text blocks.',
    example: 'Answer in one word.',
  })
  system?: TextBlockRequest[];

  @ObjectList({
    of: [MessageToolRequest],
    choose: toolClass,
    description: 'Functions of yours that the model may call.',
  })
  tools?: MessageToolRequest[];

  @Rule(findChoiceFault)
  @ObjectField({ of: () => MessageToolChoice, description: 'Whether and which tool the model must call.' })
  tool_choice?: MessageToolChoice;

  @ObjectField({ of: () => ThinkingRequest, description: "How much the model thinks. Default: the model's own." })
  thinking?: ThinkingRequest;

  @ObjectField({ of: () => OutputConfigRequest, description: 'What the answer is like.' })
  output_config?: OutputConfigRequest;

  @CacheControlField()
  cache_control?: object;

  @NeutralOnly('Drops old parts of the conversation.')
  context_management?: unknown;

  @NeutralOnly('Tools of servers that Anthropic connects to.', [[]])
  mcp_servers?: unknown;

  @NeutralOnly('How fast the answer is.', ['standard'])
  speed?: unknown;
}

function findChoiceFault(choice: unknown, { tools }: PromptFields): string | undefined {
  const { type, name } = choice as Partial<MessageToolChoice>;
  if (type !== 'any' && type !== 'tool') return undefined;
  if (!Array.isArray(tools) || tools.length === 0) return 'asks for a call, but there are no tools';
  const known = type === 'any' || typeof name !== 'string' || tools.some((tool) => tool?.name === name);
  return known ? undefined : 'names a tool that is not among the tools';
}
