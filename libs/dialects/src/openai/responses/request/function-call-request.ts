import { ChoiceField } from '../../../fields/choice-field.js';
import { NeutralOnly } from '../../../fields/neutral-only.js';
import { StringField } from '../../../fields/string-field.js';
import { InputTextField, type InputTextRequest } from './content-request.js';
import { ItemRequest } from './item-request.js';

/** What calls and their outputs have in common. */
class CallItemRequest extends ItemRequest {
  @StringField({ required: true, minLength: 1, maxLength: 256, description: 'Id of the call.', example: 'call_1' })
  call_id!: string;

  @NeutralOnly('Says that a program of OpenAI made the call.', [{ type: 'direct' }])
  caller?: unknown;

  @NeutralOnly('Groups functions.')
  namespace?: unknown;
}

/** A call of a function that the model made earlier in the conversation. */
export class FunctionCallRequest extends CallItemRequest {
  @ChoiceField({ required: true, choices: ['function_call'], description: 'A call.' })
  type!: 'function_call';

  @StringField({
    required: true,
    minLength: 1,
    maxLength: 256,
    description: 'Name of the function.',
    example: 'weather',
  })
  name!: string;

  @StringField({ required: true, description: 'Its arguments as JSON text.', example: '{"city":"Paris"}' })
  arguments!: string;

  @NeutralOnly('Says that the function runs while the model goes on.', [false])
  async?: unknown;
}

/** What a function that the model called has returned. */
export class FunctionCallOutputRequest extends CallItemRequest {
  @ChoiceField({ required: true, choices: ['function_call_output'], description: 'The answer to a call.' })
  type!: 'function_call_output';

  @InputTextField({ description: 'What the function returned.', example: '21 °C' })
  output!: InputTextRequest[];

  @StringField({ minLength: 1, maxLength: 256, description: 'Name of the function. Default: that of the call.' })
  name?: string;
}
