import type { JsonObject } from '@predict-otron/plugin-sdk';
import { BooleanField } from '../../fields/boolean-field.js';
import { ChoiceField } from '../../fields/choice-field.js';
import { JsonObjectField } from '../../fields/json-object-field.js';
import { NeutralOnly } from '../../fields/neutral-only.js';
import { StringField } from '../../fields/string-field.js';
import { blockClasses } from './block-classes.js';
import { BlocksField } from './blocks-field.js';
import { CacheControlField } from './cache-control.js';
import { TEXT_BLOCKS, TextBlockRequest } from './text-block.js';

const NAME = { required: true, minLength: 1, maxLength: 256 } as const;

/** What the model thought in an earlier turn. */
export class ThinkingBlockRequest {
  @ChoiceField({ required: true, choices: ['thinking'], description: 'Thoughts.' })
  type!: 'thinking';

  @StringField({ required: true, description: 'What the model thought.' })
  thinking!: string;

  @StringField({ description: 'As it came with the thoughts. It is not checked: thoughts of any server are taken.' })
  signature?: string;
}

/** A call of a tool that the model made in an earlier turn. */
export class ToolUseBlockRequest {
  @ChoiceField({ required: true, choices: ['tool_use'], description: 'A call of a tool.' })
  type!: 'tool_use';

  @StringField({ ...NAME, description: 'Id of the call.', example: 'toolu_1' })
  id!: string;

  @StringField({ ...NAME, description: 'Name of the tool.', example: 'weather' })
  name!: string;

  @JsonObjectField({ required: true, description: 'Its arguments.', example: { city: 'Paris' } })
  input!: JsonObject;

  @CacheControlField()
  cache_control?: object;

  @NeutralOnly('Who called the tool.', [{ type: 'direct' }])
  caller?: unknown;

  @NeutralOnly('The set of tools that the tool is of.')
  toolset_name?: unknown;
}

/** What a tool that the model called has returned. */
export class ToolResultBlockRequest {
  @ChoiceField({ required: true, choices: ['tool_result'], description: 'The result of a call.' })
  type!: 'tool_result';

  @StringField({ ...NAME, description: 'Id of the call that this answers.', example: 'toolu_1' })
  tool_use_id!: string;

  @BlocksField({ of: TEXT_BLOCKS, description: 'What the tool returned: a string, or text blocks.' })
  content?: TextBlockRequest[];

  @BooleanField({
    description: 'The call failed: the model reads `Error: ` before the content.',
    default: false,
  })
  is_error?: boolean;

  @CacheControlField()
  cache_control?: object;

  @NeutralOnly('The set of tools that the tool is of.')
  toolset_name?: unknown;
}

/** Blocks that a person sends. */
export const USER_BLOCKS = blockClasses({ text: TextBlockRequest, tool_result: ToolResultBlockRequest });

/** Blocks that the model has answered with. */
export const ASSISTANT_BLOCKS = blockClasses({
  text: TextBlockRequest,
  thinking: ThinkingBlockRequest,
  tool_use: ToolUseBlockRequest,
});

/** A block of {@link USER_BLOCKS}. */
export type UserBlock = TextBlockRequest | ToolResultBlockRequest;

/** A block of {@link ASSISTANT_BLOCKS}. */
export type AssistantBlock = TextBlockRequest | ThinkingBlockRequest | ToolUseBlockRequest;
