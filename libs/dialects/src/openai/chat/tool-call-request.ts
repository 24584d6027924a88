import { ChoiceField } from '../../fields/choice-field.js';
import { ObjectField } from '../../fields/object-field.js';
import { StringField } from '../../fields/string-field.js';

/** The function of a call in the history, with its arguments. */
export class CalledFunctionRequest {
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
}

/** A call of a function that the model made earlier in the conversation. */
export class ToolCallRequest {
  @StringField({ required: true, minLength: 1, maxLength: 256, description: 'Id of the call.', example: 'call_1' })
  id!: string;

  @ChoiceField({ required: true, choices: ['function'], description: 'Functions are the only kind.' })
  type!: 'function';

  @ObjectField({ required: true, of: () => CalledFunctionRequest, description: 'What was called.' })
  function!: CalledFunctionRequest;
}
