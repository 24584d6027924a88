/** Bodies of `POST /v2/models/{model}/infer` that run as they are. */
export const INFER_EXAMPLES = {
  texts: {
    summary: 'Two texts',
    value: {
      id: '42',
      inputs: [
        {
          name: 'text',
          shape: [2],
          datatype: 'BYTES',
          data: ['The river runs to the sea.', 'Bread is baked in an oven.'],
        },
      ],
    },
  },
};
