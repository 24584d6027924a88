import { ChoiceField } from '../../../fields/choice-field.js';
import { StringField } from '../../../fields/string-field.js';

/** What all items of a conversation have. */
export class ItemRequest {
  @StringField({ minLength: 1, maxLength: 256, description: 'Its id, if it has one already; otherwise it gets one.' })
  id?: string;

  @ChoiceField({
    choices: ['in_progress', 'completed', 'incomplete'],
    description: 'May come back as it was answered; the model does not see it.',
  })
  status?: string;
}
