import { NeutralOnly } from '../../../fields/neutral-only.js';

/** Query of `GET /v1/responses/{response_id}`. A query has strings only. */
export class StoredResponseQuery {
  @NeutralOnly('Sends the events of the response again.', ['false'])
  stream?: unknown;

  @NeutralOnly('Number of the event after which to send events again.')
  starting_after?: unknown;

  @NeutralOnly('Pads events with random characters.', ['false'])
  include_obfuscation?: unknown;

  @NeutralOnly('What to show beside the usual. A response is shown as it was answered.')
  include?: unknown;

  @NeutralOnly('Another spelling of `include`.')
  'include[]'?: unknown;
}
