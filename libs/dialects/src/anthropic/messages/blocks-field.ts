import { schemaOf } from '../../fields/documented-classes.js';
import type { FieldSchema, FieldText } from '../../fields/field.js';
import { ObjectList } from '../../fields/object-list.js';
import type { BlockClasses } from './block-classes.js';

/** What is said: a string, which stands for one text block, or blocks. A list of blocks afterwards. */
export function BlocksField({
  of,
  ...text
}: Pick<FieldText, 'required' | 'description' | 'example'> & { of: BlockClasses }) {
  const schema: FieldSchema = { oneOf: [{ type: 'string' }, { type: 'array', items: schemaOf(of.documented) }] };
  return ObjectList({
    ...text,
    schema,
    of: of.documented,
    choose: of.choose,
    normalize: (content) => (typeof content === 'string' ? [{ type: 'text', text: content }] : content),
    fault: 'must be a string or an array of blocks',
  });
}
