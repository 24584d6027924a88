import { BooleanField } from '../../fields/boolean-field.js';
import { ChoiceField } from '../../fields/choice-field.js';
import { Rule } from '../../fields/rule.js';
import { StringField } from '../../fields/string-field.js';

/** Whether and which tool the model must call. */
export class MessageToolChoice {
  @ChoiceField({
    required: true,
    choices: ['auto', 'any', 'tool', 'none'],
    description: 'auto: as it sees fit; any: at least one; tool: the named one; none: no tool.',
    example: 'auto',
  })
  type!: 'auto' | 'any' | 'tool' | 'none';

  @Rule((_, { type }: MessageToolChoice) =>
    type === 'tool' ? undefined : 'is only accepted together with type: "tool"',
  )
  @StringField({
    required: (choice) => (choice as MessageToolChoice).type === 'tool',
    minLength: 1,
    maxLength: 128,
    description: 'Name of the tool, with `type: "tool"`.',
  })
  name?: string;

  @BooleanField({ description: 'At most one call in an answer.', default: false })
  disable_parallel_tool_use?: boolean;
}
