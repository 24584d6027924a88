import { Allow } from 'class-validator';
import { ChoiceField } from '../../fields/choice-field.js';
import { NeutralOnly, Refused } from '../../fields/neutral-only.js';
import { StringField } from '../../fields/string-field.js';

/** A piece of text in a message. */
export class TextPart {
  @ChoiceField({ required: true, choices: ['text'], description: 'Text is the only kind that models here read.' })
  type!: 'text';

  @StringField({ required: true, description: 'The text itself.', example: 'What is the capital of France?' })
  text!: string;

  @NeutralOnly('Marks the end of a prefix that OpenAI caches.')
  prompt_cache_breakpoint?: unknown;
}

/** A part of another kind that OpenAI's API knows. Its own fields are not looked at. */
class RefusedPart {
  @Refused('is not a text part: this server does not read images, sound or files yet, so send text parts only')
  type!: string;

  @Allow()
  image_url?: unknown;

  @Allow()
  input_audio?: unknown;

  @Allow()
  file?: unknown;

  @Allow()
  refusal?: unknown;

  @Allow()
  prompt_cache_breakpoint?: unknown;
}

const REFUSED_TYPES: unknown[] = ['image_url', 'input_audio', 'file', 'refusal'];

/** The class of a content part. */
export function contentPartClass(part: { type?: unknown }): typeof TextPart | typeof RefusedPart {
  return REFUSED_TYPES.includes(part.type) ? RefusedPart : TextPart;
}
