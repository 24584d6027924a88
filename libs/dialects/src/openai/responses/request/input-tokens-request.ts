import { NeutralOnly } from '../../../fields/neutral-only.js';
import { WithResponsePrompt } from './response-prompt-fields.js';

/** Body of `POST /v1/responses/input_tokens`. All tokens count, also those that `truncation` would leave out. */
export class InputTokensRequest extends WithResponsePrompt(Object) {
  @NeutralOnly('How the model thinks.')
  reasoning?: unknown;

  @NeutralOnly('How the model behaves.')
  personality?: unknown;
}
