import { ChoiceField } from '../../fields/choice-field.js';
import { NeutralOnly } from '../../fields/neutral-only.js';
import { IntegerField } from '../../fields/number-field.js';
import { Rule } from '../../fields/rule.js';

/** How much the model thinks before it answers. */
export class ThinkingRequest {
  @ChoiceField({
    required: true,
    choices: ['enabled', 'disabled', 'adaptive'],
    description: 'enabled: up to `budget_tokens`; disabled: not at all; adaptive: as the model does by itself.',
    example: 'disabled',
  })
  type!: 'enabled' | 'disabled' | 'adaptive';

  @Rule((_, { type }: ThinkingRequest) =>
    type === 'enabled' ? undefined : 'is only accepted together with type: "enabled"',
  )
  @IntegerField({
    required: (thinking) => (thinking as ThinkingRequest).type === 'enabled',
    minimum: 1,
    maximum: 2 ** 31 - 1,
    description: 'Tokens of thoughts at most, with `type: "enabled"`; below `max_tokens`.',
  })
  budget_tokens?: number;

  @NeutralOnly('Shortens the thoughts in the answer, which are sent whole here.')
  display?: unknown;
}
