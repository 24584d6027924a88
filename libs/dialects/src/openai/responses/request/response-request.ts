import { BooleanField } from '../../../fields/boolean-field.js';
import { NeutralOnly } from '../../../fields/neutral-only.js';
import { IntegerField } from '../../../fields/number-field.js';
import { ObjectField } from '../../../fields/object-field.js';
import { Rule } from '../../../fields/rule.js';
import { StringField } from '../../../fields/string-field.js';
import { QueueTimeoutField, TimeoutField } from '../../../fields/time-limit-fields.js';
import { MetadataField } from '../../metadata.js';
import { SamplingFields } from '../../sampling-fields.js';
import { INCLUDE_LOGPROBS, IncludeField } from './include-field.js';
import { ReasoningOptionsRequest } from './reasoning-request.js';
import { WithResponsePrompt } from './response-prompt-fields.js';

/** What a streamed response has beside the answer. */
export class ResponseStreamOptions {
  @NeutralOnly('Pads events with random characters so that their sizes say nothing.', [false])
  include_obfuscation?: unknown;
}

/** Body of `POST /v1/responses`. */
export class ResponseRequest extends WithResponsePrompt(SamplingFields) {
  @IntegerField({
    minimum: 1,
    maximum: 2 ** 31 - 1,
    description: 'Tokens to generate at most, thoughts included. Default: the rest of the context.',
    example: 128,
  })
  max_output_tokens?: number;

  @ObjectField({ of: () => ReasoningOptionsRequest, description: 'How the model thinks.' })
  reasoning?: ReasoningOptionsRequest;

  @IncludeField()
  include?: string[];

  @Rule((top, { include }: ResponseRequest) =>
    top === 0 || (Array.isArray(include) && include.includes(INCLUDE_LOGPROBS))
      ? undefined
      : `is only accepted together with include: ["${INCLUDE_LOGPROBS}"]`,
  )
  @IntegerField({ minimum: 0, maximum: 20, description: 'Also report this many of the likeliest tokens.', default: 0 })
  top_logprobs?: number;

  @BooleanField({
    description:
      'Keep the response for a while, so that `previous_response_id` can go on from it and `GET /v1/responses/{id}` shows it.',
    default: true,
  })
  store?: boolean;

  @Rule((background, { store, stream }: ResponseRequest) => {
    if (background !== true) return undefined;
    if (store === false) return 'is only accepted together with store: true';
    return stream === true ? 'is not accepted together with stream: true' : undefined;
  })
  @BooleanField({
    description:
      'Answer at once with a response that is `in_progress` and goes on when the client has left. `GET /v1/responses/{id}` shows it, `POST /v1/responses/{id}/cancel` ends it.',
    default: false,
  })
  background?: boolean;

  @BooleanField({ description: 'Send the answer piece by piece as server-sent events.', default: false })
  stream?: boolean;

  @Rule((_, request: ResponseRequest) =>
    request.stream === true ? undefined : 'is only accepted together with stream: true',
  )
  @ObjectField({ of: () => ResponseStreamOptions, description: 'Only with `stream: true`.' })
  stream_options?: ResponseStreamOptions;

  @MetadataField()
  metadata?: Record<string, string>;

  @StringField({
    maxLength: 512,
    description: "Your name for the end user. It goes to the server's log with the request's id, never to the model.",
    example: 'user-1234',
  })
  user?: string;

  @TimeoutField()
  timeout?: number;

  @QueueTimeoutField()
  queue_timeout?: number;

  @NeutralOnly('How urgent the request is.', ['auto', 'default'])
  service_tier?: unknown;

  @NeutralOnly('How many calls of OpenAI’s own tools an answer may have.')
  max_tool_calls?: unknown;

  @NeutralOnly('A prompt that OpenAI keeps.')
  prompt?: unknown;

  @NeutralOnly('Makes long conversations shorter.', [[]])
  context_management?: unknown;

  @NeutralOnly('Checks prompt and answer with a moderation model.')
  moderation?: unknown;

  @NeutralOnly('Access to models of OpenAI for special fields.')
  access_programs?: unknown;

  @NeutralOnly('How images are read.')
  image?: unknown;

  @NeutralOnly('Groups requests for OpenAI’s prompt cache.')
  prompt_cache_key?: unknown;

  @NeutralOnly('Places where OpenAI’s prompt cache keeps a prefix.')
  prompt_cache_options?: unknown;

  @NeutralOnly('How long OpenAI’s prompt cache keeps a prefix.', ['in_memory'])
  prompt_cache_retention?: unknown;

  @NeutralOnly('Tells OpenAI which of your users to look at when rules are broken.')
  safety_identifier?: unknown;
}
