import { applyDecorators } from '@nestjs/common';
import { Field } from '../../../fields/field.js';
import { Rule } from '../../../fields/rule.js';

/** What an answer may have beside the usual. */
export const INCLUDE_LOGPROBS = 'message.output_text.logprobs';

const REFUSED: unknown[] = [
  'code_interpreter_call.outputs',
  'computer_call_output.output.image_url',
  'file_search_call.results',
  'message.input_image.image_url',
  'reasoning.encrypted_content',
  'web_search_call.action.sources',
  'web_search_call.results',
];

/** What the answer has beside the usual. */
export function IncludeField(): PropertyDecorator {
  return applyDecorators(
    Field({
      type: 'array',
      items: { type: 'string', enum: [INCLUDE_LOGPROBS] },
      description: "The natural logarithm of each token's probability, before any filter or temperature.",
      example: [],
    }),
    Rule((value) =>
      Array.isArray(value) && value.every((item) => item === INCLUDE_LOGPROBS || REFUSED.includes(item))
        ? undefined
        : `may only hold "${INCLUDE_LOGPROBS}"`,
    ),
    Rule(
      (value) =>
        Array.isArray(value) && value.some((item) => REFUSED.includes(item))
          ? `may only hold "${INCLUDE_LOGPROBS}": this server has nothing else to add`
          : undefined,
      'unsupported_parameter',
    ),
  );
}
