import { schemaOf } from '../../fields/documented-classes.js';
import type { FieldSchema, FieldText } from '../../fields/field.js';
import { ObjectList } from '../../fields/object-list.js';
import { contentPartClass, TextPart } from './content-part.js';

const FORMS = 'must be a string or an array of text parts';

/** What a message says: a string, or text parts. A list of parts afterwards. */
export function ContentField({ required, description }: Required<Pick<FieldText, 'required' | 'description'>>) {
  const schema: FieldSchema = {
    oneOf: [{ type: 'string' }, { type: 'array', items: schemaOf([TextPart]), minItems: 1 }],
    example: 'What is the capital of France?',
  };
  return ObjectList({
    required,
    description,
    schema,
    of: [TextPart],
    choose: contentPartClass,
    minItems: 1,
    normalize: (content) => (typeof content === 'string' ? [{ type: 'text', text: content }] : content),
    fault: FORMS,
  });
}
