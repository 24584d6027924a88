/** Requests to try out, for the default model. Without them the explorer would fill in every optional field. */
export const RERANK_EXAMPLES = {
  documents: {
    summary: 'The best two of three documents',
    value: {
      model: 'default',
      query: 'Where do rivers end?',
      documents: ['Rivers run to the sea.', 'Bread is baked in an oven.', 'A stream flows into the ocean.'],
      top_n: 2,
      return_documents: true,
    },
  },
};
