import { Field } from '../../fields/field.js';
import { ObjectList } from '../../fields/object-list.js';
import { Rule } from '../../fields/rule.js';
import { StringField } from '../../fields/string-field.js';
import { CHAT_MESSAGE_CLASSES, type ChatMessageRequest, chatMessageClass } from '../chat/chat-message-request.js';
import { ToolRequest, toolClass, toolsFault } from '../chat/tool-request.js';

const MAX_TOKEN_ID = 2 ** 31 - 1;

/** What requests about a model's tokens have in common. */
class TokenFields {
  @StringField({
    required: true,
    minLength: 1,
    description: 'Id or alias of a language model of `GET /v1/models`; `default` is the default one.',
    example: 'default',
  })
  model!: string;
}

/** Body of `POST /tokenize`. */
export class TokenizeRequest extends TokenFields {
  @StringField({
    required: true,
    description: 'The text. What looks like a control token in it is ordinary text.',
    example: 'The river runs to the sea.',
  })
  content!: string;
}

/** Body of `POST /detokenize`. */
export class DetokenizeRequest extends TokenFields {
  @Field({
    required: true,
    type: 'array',
    items: { type: 'integer', minimum: 0, maximum: MAX_TOKEN_ID },
    description: 'Token ids of the model.',
    example: [72, 105],
  })
  @Rule((tokens) =>
    Array.isArray(tokens) && tokens.every(isTokenId) ? undefined : `must be token ids from 0 to ${MAX_TOKEN_ID}`,
  )
  tokens!: number[];
}

/** Body of `POST /apply-template`. */
export class ApplyTemplateRequest extends TokenFields {
  @ObjectList({
    required: true,
    of: CHAT_MESSAGE_CLASSES,
    choose: chatMessageClass,
    minItems: 1,
    description: 'The conversation, as in a chat request.',
    example: [{ role: 'user', content: 'What is the capital of France?' }],
  })
  messages!: ChatMessageRequest[];

  @Rule(toolsFault)
  @ObjectList({ of: [ToolRequest], choose: toolClass, description: 'Functions that the model may call, at most 128.' })
  tools?: ToolRequest[];
}

function isTokenId(token: unknown): boolean {
  return Number.isInteger(token) && (token as number) >= 0 && (token as number) <= MAX_TOKEN_ID;
}
