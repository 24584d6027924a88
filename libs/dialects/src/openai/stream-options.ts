import { BooleanField } from '../fields/boolean-field.js';
import { NeutralOnly } from '../fields/neutral-only.js';

/** What a stream has beside the answer. */
export class StreamOptions {
  @BooleanField({
    description:
      'Send a last chunk with the usage of the whole request and no choices; all other chunks then have `usage: null`.',
    default: false,
    example: true,
  })
  include_usage?: boolean;

  @NeutralOnly('Pads chunks with random characters so that their sizes say nothing.', [false])
  include_obfuscation?: boolean;
}
