/** Requests to try out, for the default model. Without them the explorer would fill in every optional field. */
export const EMBEDDINGS_EXAMPLES = {
  texts: {
    summary: 'Two texts',
    value: { model: 'default', input: ['The river runs to the sea.', 'A stream flows into the ocean.'] },
  },
  base64: {
    summary: 'A query, its vector in base64',
    value: { model: 'default', input: 'Where do rivers end?', encoding_format: 'base64', input_type: 'query' },
  },
};
