import { Exclude, Expose } from 'class-transformer';
import { ChoiceField } from '../../../fields/choice-field.js';
import { schemaOf } from '../../../fields/documented-classes.js';
import { Field, type FieldSchema, type FieldText } from '../../../fields/field.js';
import { NeutralOnly, Refused } from '../../../fields/neutral-only.js';
import { ObjectList } from '../../../fields/object-list.js';
import { Rule } from '../../../fields/rule.js';
import { StringField } from '../../../fields/string-field.js';

/** A piece of text for the model. */
export class InputTextRequest {
  @ChoiceField({ required: true, choices: ['input_text'], description: 'Text is the only kind that models here read.' })
  type!: 'input_text';

  @StringField({ required: true, description: 'The text itself.', example: 'What is the capital of France?' })
  text!: string;

  @NeutralOnly('Marks the end of a prefix that OpenAI caches.')
  prompt_cache_breakpoint?: unknown;
}

/** A piece of text that the model wrote earlier in the conversation. */
export class OutputTextRequest {
  @ChoiceField({
    required: true,
    choices: ['output_text'],
    description: 'Text is the only kind that models here write.',
  })
  type!: 'output_text';

  @StringField({ required: true, description: 'The text itself.', example: 'The capital of France is Paris.' })
  text!: string;

  @NeutralOnly('Places that an answer refers to.', [[]])
  annotations?: unknown;

  @Rule((value) => (Array.isArray(value) ? undefined : 'must be an array'))
  @Field({ type: 'array', items: {}, description: 'May come back as it was answered; it is not kept.' })
  logprobs?: unknown;
}

/** A part of another kind that OpenAI's API knows. Its own fields are not looked at. */
@Exclude()
class RefusedPartRequest {
  @Expose()
  @Refused('is not a text part: this server does not read images, sound or files yet, so send text parts only')
  type!: string;
}

const REFUSED_TYPES: unknown[] = ['input_image', 'input_file', 'input_audio', 'refusal', 'computer_screenshot'];

type PartClass = typeof InputTextRequest | typeof OutputTextRequest;

function PartsField(Part: PartClass, type: string, text: Pick<FieldText, 'description' | 'example'>) {
  const schema: FieldSchema = {
    oneOf: [{ type: 'string' }, { type: 'array', items: schemaOf([Part]), minItems: 1 }],
  };
  return ObjectList({
    required: true,
    ...text,
    schema,
    of: [Part],
    choose: (part) => (REFUSED_TYPES.includes(part.type) ? RefusedPartRequest : Part),
    minItems: 1,
    normalize: (parts) => (typeof parts === 'string' ? [{ type, text: parts }] : parts),
    fault: 'must be a string or an array of text parts',
  });
}

/** Text for the model: a string, or `input_text` parts. A list of parts afterwards. */
export function InputTextField(text: Pick<FieldText, 'description' | 'example'>): PropertyDecorator {
  return PartsField(InputTextRequest, 'input_text', text);
}

/** Text of the model: a string, or `output_text` parts. A list of parts afterwards. */
export function OutputTextField(text: Pick<FieldText, 'description' | 'example'>): PropertyDecorator {
  return PartsField(OutputTextRequest, 'output_text', text);
}
