import { applyDecorators } from '@nestjs/common';
import { Exclude, Expose } from 'class-transformer';
import { ChoiceField } from '../../../fields/choice-field.js';
import { NeutralOnly, Refused } from '../../../fields/neutral-only.js';
import { ObjectList } from '../../../fields/object-list.js';
import { Rule } from '../../../fields/rule.js';
import { FunctionRequest, toolsFault } from '../../chat/tool-request.js';

/** A function that the model may call. The client runs it. */
export class FunctionToolRequest extends FunctionRequest {
  @ChoiceField({ required: true, choices: ['function'], description: 'Functions are the only kind.' })
  type!: 'function';

  @NeutralOnly('Who may call it.', [['direct']])
  allowed_callers?: unknown;

  @NeutralOnly('Runs while the model goes on.', [false])
  async?: unknown;

  @NeutralOnly('Is only loaded when a search for tools finds it.', [false])
  defer_loading?: unknown;

  @NeutralOnly('JSON Schema of what it returns.')
  output_schema?: unknown;
}

/** A tool of another kind, such as those that OpenAI runs. Its own fields are not looked at. */
@Exclude()
class RefusedToolRequest {
  @Expose()
  @Refused('is a tool that this server does not have: describe functions of your own, with type "function"')
  type!: string;
}

/** Functions that the model may call, each with a name of its own. */
export function FunctionToolsField(): PropertyDecorator {
  return applyDecorators(
    Rule((tools) => toolsFault(Array.isArray(tools) ? tools.map((tool) => ({ function: tool })) : tools)),
    ObjectList({
      of: [FunctionToolRequest],
      choose: ({ type }) =>
        typeof type === 'string' && type !== 'function' ? RefusedToolRequest : FunctionToolRequest,
      description: 'Functions that the model may call, at most 128.',
    }),
  );
}
