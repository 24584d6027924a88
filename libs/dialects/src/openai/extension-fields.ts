import { BooleanField } from '../fields/boolean-field.js';
import { ChoiceField } from '../fields/choice-field.js';
import { Rule } from '../fields/rule.js';
import { StringField } from '../fields/string-field.js';
import { StringListField } from '../fields/string-list-field.js';
import { QueueTimeoutField, TimeoutField } from '../fields/time-limit-fields.js';
import { onlyConstraint } from './constraint.js';
import { SamplingFields } from './sampling-fields.js';

const CONSTRAINT_LENGTH = 65_536;

/** What this server can do and OpenAI's API has no field for. */
export class ExtensionFields extends SamplingFields {
  @Rule(onlyConstraint('grammar'))
  @StringField({
    minLength: 1,
    maxLength: CONSTRAINT_LENGTH,
    description: "Extension. The answer matches this grammar in llama.cpp's notation, GBNF; its first rule is `root`.",
    example: 'root ::= "yes" | "no"',
  })
  grammar?: string;

  @Rule(onlyConstraint('regex'))
  @StringField({
    minLength: 1,
    maxLength: CONSTRAINT_LENGTH,
    description: 'Extension. The whole answer matches this regular expression.',
    example: '[0-9]{4}',
  })
  regex?: string;

  @Rule(onlyConstraint('choice'))
  @StringListField({
    maxItems: 1024,
    description: 'Extension. The answer is one of these strings.',
    example: ['yes', 'no'],
  })
  choice?: string[];

  @ChoiceField({
    choices: ['refuse', 'trim_oldest', 'shift'],
    description:
      'Extension. What happens when the context is full: `refuse` is an error, `trim_oldest` leaves out the oldest turns of a conversation or the beginning of a text, `shift` also forgets on the way so that an answer can go on. `usage.prompt_tokens_details.dropped_tokens` and the header `x-dropped-tokens` say how much was lost.',
    default: 'refuse',
  })
  context_overflow?: 'refuse' | 'trim_oldest' | 'shift';

  @BooleanField({
    description:
      'Extension. Run alone and without what earlier requests left, so that the same seed gives the same text to the last bit.',
    default: false,
  })
  deterministic?: boolean;

  @BooleanField({
    description: 'Extension. Report measured times in `timings`; of a streamed answer in its last event.',
    default: false,
  })
  timings?: boolean;

  @TimeoutField()
  timeout?: number;

  @QueueTimeoutField()
  queue_timeout?: number;
}
