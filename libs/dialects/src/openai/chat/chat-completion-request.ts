import { BooleanField } from '../../fields/boolean-field.js';
import { ChoiceField } from '../../fields/choice-field.js';
import { NeutralOnly } from '../../fields/neutral-only.js';
import { IntegerField } from '../../fields/number-field.js';
import { ObjectField } from '../../fields/object-field.js';
import { ObjectList } from '../../fields/object-list.js';
import { Rule } from '../../fields/rule.js';
import { GenerationFields } from '../generation-fields.js';
import { MetadataField } from '../metadata.js';
import { CHAT_MESSAGE_CLASSES, type ChatMessageRequest, chatMessageClass } from './chat-message-request.js';
import { ResponseFormatRequest } from './response-format-request.js';
import { ToolChoiceField, type ToolChoiceRequest } from './tool-choice-field.js';
import { ToolRequest, toolClass, toolsFault } from './tool-request.js';

/** Body of `POST /v1/chat/completions`. */
export class ChatCompletionRequest extends GenerationFields {
  @ObjectList({
    required: true,
    of: CHAT_MESSAGE_CLASSES,
    choose: chatMessageClass,
    minItems: 1,
    description: 'The whole conversation so far, oldest first.',
    example: [{ role: 'user', content: 'What is the capital of France?' }],
  })
  messages!: ChatMessageRequest[];

  @Rule((limit, { max_tokens }: ChatCompletionRequest) =>
    max_tokens === undefined || max_tokens === limit ? undefined : 'and max_tokens differ: send only one of them',
  )
  @IntegerField({
    minimum: 1,
    maximum: 2 ** 31 - 1,
    description: 'Tokens to generate for each answer at most, thoughts included. Default: the rest of the context.',
    example: 128,
  })
  max_completion_tokens?: number;

  @IntegerField({
    minimum: 1,
    maximum: 2 ** 31 - 1,
    description: 'Older name of `max_completion_tokens`.',
  })
  max_tokens?: number;

  @BooleanField({
    description: "Report the natural logarithm of each token's probability, before any filter or temperature.",
    default: false,
  })
  logprobs?: boolean;

  @Rule((_, { logprobs }: ChatCompletionRequest) =>
    logprobs === true ? undefined : 'is only accepted together with logprobs: true',
  )
  @IntegerField({ minimum: 0, maximum: 20, description: 'Also report this many of the likeliest tokens.', default: 0 })
  top_logprobs?: number;

  @MetadataField()
  metadata?: Record<string, string>;

  @Rule(toolsFault)
  @ObjectList({ of: [ToolRequest], choose: toolClass, description: 'Functions that the model may call, at most 128.' })
  tools?: ToolRequest[];

  @ToolChoiceField()
  tool_choice?: ToolChoiceRequest;

  @BooleanField({ description: 'May the model call several functions in one answer?', default: true })
  parallel_tool_calls?: boolean;

  @ObjectField({
    of: () => ResponseFormatRequest,
    description: 'Holds the answer to a form, unless it is cut by a limit of tokens: `finish_reason` says so.',
    example: { type: 'text' },
  })
  response_format?: ResponseFormatRequest;

  @ChoiceField({
    choices: ['none', 'minimal', 'low', 'medium', 'high'],
    description: 'How much the model thinks before it answers. A model that cannot be told so refuses it.',
  })
  reasoning_effort?: 'none' | 'minimal' | 'low' | 'medium' | 'high';

  @IntegerField({
    minimum: 0,
    maximum: 2 ** 31 - 1,
    description: 'Extension. Tokens of thoughts at most. A model that does not think refuses it.',
  })
  reasoning_budget?: number;

  @Rule((resumable, { stream }: ChatCompletionRequest) =>
    resumable === false || stream === true ? undefined : 'is only accepted together with stream: true',
  )
  @BooleanField({
    description:
      'Extension. The stream survives its connection: the header `x-stream-id` names it, `GET /v1/streams/{id}` goes on with it.',
    default: false,
  })
  resumable?: boolean;

  @NeutralOnly('Older form of `tools`.', [[]], true)
  functions?: unknown;

  @NeutralOnly('Older form of `tool_choice`.', ['none', 'auto'], true)
  function_call?: unknown;

  @NeutralOnly('How many words the answer has.', ['medium'])
  verbosity?: unknown;

  @NeutralOnly('Kinds of output.', [['text']])
  modalities?: unknown;

  @NeutralOnly('Voice and format of spoken answers.')
  audio?: unknown;

  @NeutralOnly('Text that the answer is likely to contain.')
  prediction?: unknown;

  @NeutralOnly('Lets the model search the web.')
  web_search_options?: unknown;

  @NeutralOnly('Checks prompt and answer with a moderation model.')
  moderation?: unknown;

  @NeutralOnly('Keeps the answer on the server.', [false])
  store?: unknown;

  @NeutralOnly('How urgent the request is.', ['auto', 'default'])
  service_tier?: unknown;

  @NeutralOnly('Groups requests for OpenAI’s prompt cache.')
  prompt_cache_key?: unknown;

  @NeutralOnly('Places where OpenAI’s prompt cache keeps a prefix.')
  prompt_cache_options?: unknown;

  @NeutralOnly('How long OpenAI’s prompt cache keeps a prefix.', ['in_memory'])
  prompt_cache_retention?: unknown;

  @NeutralOnly('Tells OpenAI which of your users to look at when rules are broken.')
  safety_identifier?: unknown;
}
