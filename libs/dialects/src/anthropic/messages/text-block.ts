import { ChoiceField } from '../../fields/choice-field.js';
import { NeutralOnly } from '../../fields/neutral-only.js';
import { StringField } from '../../fields/string-field.js';
import { blockClasses } from './block-classes.js';
import { CacheControlField } from './cache-control.js';

/** A piece of text. */
export class TextBlockRequest {
  @ChoiceField({ required: true, choices: ['text'], description: 'Text.' })
  type!: 'text';

  @StringField({ required: true, description: 'The text itself.', example: 'What is the capital of France?' })
  text!: string;

  @CacheControlField()
  cache_control?: object;

  @NeutralOnly('Places in documents that the text refers to.', [[]])
  citations?: unknown;
}

/** Blocks of instructions and of results. */
export const TEXT_BLOCKS = blockClasses({ text: TextBlockRequest });
