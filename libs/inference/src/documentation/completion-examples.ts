/** Completion requests to try out, made for the embedded default model. */
export const COMPLETION_EXAMPLES = {
  text: {
    summary: 'One text',
    value: { model: 'default', prompt: 'The opposite of hot is', max_tokens: 8, temperature: 0 },
  },
  texts: {
    summary: 'Several texts with log probabilities',
    value: {
      model: 'default',
      prompt: ['The opposite of hot is', '1 2 3 4'],
      max_tokens: 8,
      temperature: 0,
      logprobs: 2,
    },
  },
  stream: {
    summary: 'A streamed text',
    value: { model: 'default', prompt: 'Once upon a time', max_tokens: 64, stream: true },
  },
  echo: {
    summary: 'Log probabilities of a text, without an answer',
    value: { model: 'default', prompt: 'The opposite of hot is cold', max_tokens: 0, echo: true, logprobs: 1 },
  },
  grammar: {
    summary: 'Held to a grammar',
    value: { model: 'default', prompt: 'Is ice cold?', grammar: 'root ::= " yes" | " no"', temperature: 0 },
  },
};
