import { schemaOf } from '../../../fields/documented-classes.js';
import { ObjectList } from '../../../fields/object-list.js';
import { INPUT_ITEM_CLASSES, inputItemClass } from './input-item-request.js';

/** What the conversation goes on with: what a person says, or items. A list of items afterwards. */
export function InputField(): PropertyDecorator {
  return ObjectList({
    required: ({ previous_response_id }: { previous_response_id?: unknown }) => previous_response_id === undefined,
    description:
      'What the conversation goes on with: a string, which a person says, or items, oldest first. May only be absent next to `previous_response_id`.',
    example: 'What is the capital of France?',
    schema: {
      oneOf: [{ type: 'string' }, { type: 'array', items: schemaOf(INPUT_ITEM_CLASSES), minItems: 1 }],
    },
    of: INPUT_ITEM_CLASSES,
    choose: inputItemClass,
    minItems: 1,
    normalize: (input) => (typeof input === 'string' ? [{ role: 'user', content: input }] : input),
    fault: 'must be a string or an array of items',
  });
}
