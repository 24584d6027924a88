import type { JsonObject } from '@predict-otron/plugin-sdk';
import { Allow } from 'class-validator';
import { BooleanField } from '../../fields/boolean-field.js';
import { ChoiceField } from '../../fields/choice-field.js';
import { JsonObjectField } from '../../fields/json-object-field.js';
import { Refused } from '../../fields/neutral-only.js';
import { ObjectField } from '../../fields/object-field.js';
import { Rule } from '../../fields/rule.js';
import { StringField } from '../../fields/string-field.js';

/** A function that the model may call. */
export class FunctionRequest {
  @Rule((name) =>
    typeof name === 'string' && /^[\w-]+$/.test(name) ? undefined : 'must have letters, digits, _ and - only',
  )
  @StringField({ required: true, minLength: 1, maxLength: 64, description: 'Its name.', example: 'weather' })
  name!: string;

  @StringField({ description: 'What it does, for the model to read.', example: 'Tells the weather in a city.' })
  description?: string;

  @JsonObjectField({
    description: 'JSON Schema of its arguments. Without it, it has none.',
    example: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  })
  parameters?: JsonObject;

  @BooleanField({ description: 'Hold the arguments to the schema.', default: false })
  strict?: boolean;
}

/** Something that the model may call. */
export class ToolRequest {
  @ChoiceField({ required: true, choices: ['function'], description: 'Functions are the only kind.' })
  type!: 'function';

  @ObjectField({ required: true, of: () => FunctionRequest, description: 'The function.' })
  function!: FunctionRequest;
}

/** A tool whose arguments are free text. Its own fields are not looked at. */
class RefusedTool {
  @Refused('is not "function": models here call functions only')
  type!: string;

  @Allow()
  custom?: unknown;
}

/** The class of a tool. */
export function toolClass({ type }: { type?: unknown }): typeof ToolRequest | typeof RefusedTool {
  return type === 'custom' ? RefusedTool : ToolRequest;
}

/** Refuses two functions of one name, and more than a prompt should hold. */
export function toolsFault(tools: unknown): string | undefined {
  if (!Array.isArray(tools)) return undefined;
  if (tools.length > 128) return 'must have at most 128 tools';
  const names = tools.map((tool: Partial<ToolRequest> | null) => tool?.function?.name);
  const twice = names.find((name, index) => name !== undefined && names.indexOf(name) !== index);
  return twice === undefined ? undefined : `must not have two functions of the name ${JSON.stringify(twice)}`;
}
