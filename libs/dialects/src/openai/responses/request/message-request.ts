import { ChoiceField } from '../../../fields/choice-field.js';
import { NeutralOnly } from '../../../fields/neutral-only.js';
import { InputTextField, type InputTextRequest, OutputTextField, type OutputTextRequest } from './content-request.js';
import { ItemRequest } from './item-request.js';

/** What a person says, or instructions. */
export class InputMessageRequest extends ItemRequest {
  @ChoiceField({ choices: ['message'], description: 'May be left out.' })
  type?: 'message';

  @ChoiceField({
    required: true,
    choices: ['user', 'system', 'developer'],
    description: 'A person; the other two mean instructions.',
  })
  role!: 'user' | 'system' | 'developer';

  @InputTextField({ description: 'What is said.', example: 'What is the capital of France?' })
  content!: InputTextRequest[];

  @NeutralOnly('Marks comments of a model that are no answer yet.')
  phase?: unknown;
}

/** What the model said earlier in the conversation. */
export class OutputMessageRequest extends ItemRequest {
  @ChoiceField({ choices: ['message'], description: 'May be left out.' })
  type?: 'message';

  @ChoiceField({ required: true, choices: ['assistant'], description: 'The model.' })
  role!: 'assistant';

  @OutputTextField({ description: 'What the model said.', example: 'The capital of France is Paris.' })
  content!: OutputTextRequest[];

  @NeutralOnly('Marks comments of a model that are no answer yet.', ['final_answer'])
  phase?: unknown;
}
