import { ChoiceField } from '../../../fields/choice-field.js';
import { NeutralOnly } from '../../../fields/neutral-only.js';
import { Rule } from '../../../fields/rule.js';

/** How much a model may think. */
export type ReasoningEffort = 'none' | 'minimal' | 'low' | 'medium' | 'high';

/** How the model thinks. */
export class ReasoningOptionsRequest {
  @ChoiceField({
    choices: ['none', 'minimal', 'low', 'medium', 'high'],
    description: "How much it thinks. A model that cannot be told so refuses it. Default: the model's own.",
    example: 'low',
  })
  @Rule(
    (effort) =>
      effort === 'xhigh' || effort === 'max' ? 'is more than models here know: send at most "high"' : undefined,
    'unsupported_parameter',
  )
  effort?: ReasoningEffort;

  @NeutralOnly('A summary of the thoughts. The thoughts themselves are in the answer.')
  summary?: unknown;

  @NeutralOnly('Older name of `summary`.', [], true)
  generate_summary?: unknown;

  @NeutralOnly('Which earlier thoughts the model sees.', ['auto'])
  context?: unknown;

  @NeutralOnly('Another way to think.', ['standard'])
  mode?: unknown;
}
