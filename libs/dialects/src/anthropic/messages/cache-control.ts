import { ChoiceField } from '../../fields/choice-field.js';
import { ObjectField } from '../../fields/object-field.js';

/** Marks the end of a prefix that is worth keeping. */
export class CacheControl {
  @ChoiceField({ required: true, choices: ['ephemeral'], description: 'The only kind.' })
  type!: 'ephemeral';

  @ChoiceField({
    choices: ['5m', '1h'],
    description: 'How long Anthropic keeps the prefix; here nothing expires by time.',
  })
  ttl?: string;
}

/** A hint that this server needs nothing of. */
export function CacheControlField(): PropertyDecorator {
  return ObjectField({
    of: () => CacheControl,
    description: 'A hint that changes nothing here: what a model has read before is always reused, marked or not.',
  });
}
