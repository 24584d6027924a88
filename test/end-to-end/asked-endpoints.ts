const QUESTION = 'What is the capital of France?';
export const STORY = 'Tell me a story about the sea, the river and the sun.';
/** More than any of the embedded models' contexts hold. */
export const LONG = 'word '.repeat(9000);

/** A model that is not here, by a name that could be one: the tests' servers look nowhere else. */
export const NOT_THERE = 'hf:acme/not-there:Q4_K_M';

/** An endpoint with a request that is right as it stands. */
export interface AskedEndpoint {
  base: object;
  method?: 'DELETE';
  /** The fields that ask this of a model instead, and that limit its answer. */
  question(text: string): object;
  limit(tokens: number): object;
  /** Where the fields stand that choose tokens, if not beside the others. */
  sampling?(fields: object): object;
  /** The most random that a request can be, such that it comes out the same each time where that can be had. */
  wild?: object;
}

const model = 'default';
const asMessages = (content: string) => ({ messages: [{ role: 'user', content }] });
const asInput = (input: string) => ({ input });
const none = () => ({});
const asOptions = (options: object) => ({ options });
const ollama = { limit: (num_predict: number) => ({ options: { num_predict } }), sampling: asOptions };

export const ASKED_ENDPOINTS: Record<string, AskedEndpoint> = {
  '/v1/chat/completions': {
    base: { model, temperature: 0, ...asMessages(QUESTION) },
    question: asMessages,
    limit: (max_tokens) => ({ max_tokens }),
  },
  '/v1/chat/completions/input_tokens': { base: { model, ...asMessages(QUESTION) }, question: asMessages, limit: none },
  '/v1/completions': {
    base: { model, temperature: 0, prompt: STORY, max_tokens: 8 },
    question: (prompt) => ({ prompt }),
    limit: (max_tokens) => ({ max_tokens }),
  },
  '/v1/responses': {
    base: { model, temperature: 0, input: QUESTION },
    question: asInput,
    limit: (max_output_tokens) => ({ max_output_tokens }),
  },
  '/v1/responses/input_tokens': { base: { model, input: QUESTION }, question: asInput, limit: none },
  '/v1/messages': {
    base: { model, temperature: 0, max_tokens: 32, ...asMessages(QUESTION) },
    question: asMessages,
    limit: (max_tokens) => ({ max_tokens }),
    wild: { temperature: 1 },
  },
  '/v1/messages/count_tokens': { base: { model, ...asMessages(QUESTION) }, question: asMessages, limit: none },
  '/api/chat': {
    base: { model, stream: false, options: { temperature: 0 }, ...asMessages(QUESTION) },
    question: asMessages,
    ...ollama,
  },
  '/api/generate': {
    base: { model, stream: false, options: { temperature: 0 }, prompt: QUESTION },
    question: (prompt) => ({ prompt }),
    ...ollama,
  },
  '/tokenize': { base: { model, content: QUESTION }, question: (content) => ({ content }), limit: none },
  '/detokenize': { base: { model, tokens: [300, 301] }, question: none, limit: none },
  '/apply-template': { base: { model, ...asMessages(QUESTION) }, question: asMessages, limit: none },
  '/v1/embeddings': { base: { model, input: 'Bread.' }, question: asInput, limit: none },
  '/api/embed': { base: { model, input: 'Bread.' }, question: asInput, limit: none },
  '/api/embeddings': { base: { model, prompt: 'Bread.' }, question: (prompt) => ({ prompt }), limit: none },
  '/v2/models/{model}/infer': {
    base: { inputs: [{ name: 'text', shape: [1], datatype: 'BYTES', data: ['Bread.'] }] },
    question: (text) => ({ inputs: [{ name: 'text', shape: [1], datatype: 'BYTES', data: [text] }] }),
    limit: none,
  },
  '/v1/rerank': {
    base: { model, query: 'bread', documents: ['Bread is baked.', 'The river runs.', 'Stars.'] },
    question: (query) => ({ query }),
    limit: none,
  },
  '/api/show': { base: { model }, question: none, limit: none },
  '/models/pull': { base: { model: NOT_THERE }, question: none, limit: none },
  '/models/verify': { base: {}, question: none, limit: none },
  '/api/pull': { base: { model: NOT_THERE, stream: false }, question: none, limit: none },
  '/api/delete': { base: { model: 'no-such-model' }, method: 'DELETE', question: none, limit: none },
};
