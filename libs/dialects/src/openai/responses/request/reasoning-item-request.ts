import { ChoiceField } from '../../../fields/choice-field.js';
import { NeutralOnly } from '../../../fields/neutral-only.js';
import { ObjectList } from '../../../fields/object-list.js';
import { StringField } from '../../../fields/string-field.js';
import { ItemRequest } from './item-request.js';

/** A piece of thought. */
export class ReasoningTextRequest {
  @ChoiceField({ required: true, choices: ['reasoning_text'], description: 'A thought.' })
  type!: 'reasoning_text';

  @StringField({ required: true, description: 'The text itself.' })
  text!: string;
}

/** A piece of a summary of thoughts. */
export class SummaryTextRequest {
  @ChoiceField({ required: true, choices: ['summary_text'], description: 'A summary.' })
  type!: 'summary_text';

  @StringField({ required: true, description: 'The text itself.' })
  text!: string;
}

/** What the model thought earlier in the conversation. */
export class ReasoningItemRequest extends ItemRequest {
  @ChoiceField({ required: true, choices: ['reasoning'], description: 'Thoughts.' })
  type!: 'reasoning';

  @ObjectList({ of: [ReasoningTextRequest], description: 'The thoughts.' })
  content?: ReasoningTextRequest[];

  @ObjectList({ of: [SummaryTextRequest], description: 'Stands for the thoughts where there is no `content`.' })
  summary?: SummaryTextRequest[];

  @NeutralOnly('Thoughts that only OpenAI can read.')
  encrypted_content?: unknown;
}
