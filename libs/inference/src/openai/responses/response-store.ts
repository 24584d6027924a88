import type { OpenAiResponse, ResponseItem } from '@predict-otron/dialects';

/** A response together with what it answers. Neither is changed after it was saved. */
export interface StoredResponse {
  response: OpenAiResponse;
  /** The whole conversation before the response: that of the previous response, then the request's own input. */
  input: ResponseItem[];
}

/** Keeps responses for a while. */
export interface ResponseStore {
  save(stored: StoredResponse): Promise<void>;
  /** `undefined` for a response that was never saved, was deleted or had to make room. */
  find(id: string): Promise<StoredResponse | undefined>;
  /** False where there was nothing to delete. */
  delete(id: string): Promise<boolean>;
}

/** The store as something to inject. */
export const RESPONSE_STORE = Symbol('RESPONSE_STORE');

/** The conversation that goes on after a stored response. */
export function conversationOf(stored: StoredResponse | undefined): ResponseItem[] | undefined {
  return stored && [...stored.input, ...stored.response.output];
}
