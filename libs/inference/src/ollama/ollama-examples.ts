const question = (content: string) => ({ role: 'user', content });

/** Conversations to try out, made for the embedded default model. */
export const OLLAMA_CHAT_EXAMPLES = {
  question: {
    summary: 'A question',
    value: {
      model: 'default',
      messages: [question('What is the capital of France?')],
      stream: false,
      options: { temperature: 0 },
    },
  },
  format: {
    summary: 'Held to a JSON Schema',
    value: {
      model: 'default',
      messages: [question('What is the capital of France?')],
      stream: false,
      format: {
        type: 'object',
        properties: { city: { type: 'string', maxLength: 20 } },
        required: ['city'],
        additionalProperties: false,
      },
    },
  },
  stream: {
    summary: 'A streamed answer',
    value: {
      model: 'default',
      messages: [{ role: 'system', content: 'Answer in one word.' }, question('What is the capital of France?')],
      options: { num_predict: 32 },
    },
  },
};

/** Prompts to try out, made for the embedded default model. */
export const OLLAMA_GENERATE_EXAMPLES = {
  question: {
    summary: 'A question',
    value: {
      model: 'default',
      prompt: 'What is the capital of France?',
      system: 'Answer in one word.',
      stream: false,
      options: { num_predict: 32 },
    },
  },
  raw: {
    summary: 'A text to continue',
    value: { model: 'default', prompt: 'The river runs', raw: true, options: { num_predict: 16, seed: 42 } },
  },
};

/** Models to show. */
export const OLLAMA_SHOW_EXAMPLES = { model: { summary: 'The default model', value: { model: 'default' } } };
