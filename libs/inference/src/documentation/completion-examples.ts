/** Completion requests to try out, made for the embedded default model. */
export const COMPLETION_EXAMPLES = {
  text: {
    summary: 'One text',
    value: { model: 'default', prompt: 'The capital of France is', max_tokens: 8, temperature: 0 },
  },
  texts: {
    summary: 'Several texts with log probabilities',
    value: {
      model: 'default',
      prompt: ['The capital of France is', 'The opposite of hot is'],
      max_tokens: 8,
      temperature: 0,
      logprobs: 2,
    },
  },
  stream: {
    summary: 'A streamed text',
    value: { model: 'default', prompt: 'The capital of France is', max_tokens: 16, stream: true },
  },
};
