import type { JsonObject } from '@predict-otron/plugin-sdk';
import { type ClassConstructor, Exclude, Expose } from 'class-transformer';
import { BooleanField } from '../../fields/boolean-field.js';
import { ChoiceField } from '../../fields/choice-field.js';
import { JsonObjectField } from '../../fields/json-object-field.js';
import { NeutralOnly } from '../../fields/neutral-only.js';
import { Rule } from '../../fields/rule.js';
import { StringField } from '../../fields/string-field.js';
import { CacheControlField } from './cache-control.js';

/** A function of yours that the model may call. */
export class MessageToolRequest {
  @StringField({ required: true, minLength: 1, maxLength: 128, description: 'What it is called.', example: 'weather' })
  name!: string;

  @ChoiceField({ choices: ['custom'], description: 'A tool of your own, the only kind here.', default: 'custom' })
  type?: 'custom';

  @StringField({ description: 'What it does and when to call it.', example: 'The weather in a city now.' })
  description?: string;

  @JsonObjectField({
    required: true,
    description: 'JSON Schema of its arguments.',
    example: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  })
  input_schema!: JsonObject;

  @BooleanField({ description: 'Hold the arguments to the schema.', default: false })
  strict?: boolean;

  @CacheControlField()
  cache_control?: object;

  @NeutralOnly('Sends arguments before they are checked. Here they are always sent as they are generated.', [
    true,
    false,
  ])
  eager_input_streaming?: unknown;

  @NeutralOnly('Leaves the tool out until a search finds it.', [false])
  defer_loading?: unknown;

  @NeutralOnly('Who may call the tool.', [['direct']])
  allowed_callers?: unknown;

  @NeutralOnly('Examples of arguments.', [[]])
  input_examples?: unknown;
}

/** A tool that Anthropic runs, or whose arguments Anthropic’s models know by themselves. */
@Exclude()
class RefusedTool {
  @Expose()
  @Rule(
    (type) =>
      `is ${JSON.stringify(String(type).slice(0, 64))}, a tool that this server does not have: describe a tool of your own with name and input_schema`,
    'unsupported_parameter',
  )
  type!: string;
}

/** The class of a tool by its type. */
export function toolClass({ type }: { type?: unknown }): ClassConstructor<object> {
  return typeof type === 'string' && type !== 'custom' ? RefusedTool : MessageToolRequest;
}
