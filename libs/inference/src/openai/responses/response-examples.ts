const WEATHER = {
  type: 'function',
  name: 'weather',
  description: 'Tells the weather in a city.',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

/** Requests for responses to try out, made for the embedded default model. */
export const RESPONSE_EXAMPLES = {
  question: {
    summary: 'A question',
    value: { model: 'default', input: 'What is the capital of France?', temperature: 0 },
  },
  conversation: {
    summary: 'A conversation with instructions that is not kept',
    value: {
      model: 'default',
      instructions: 'Answer in one word.',
      input: [
        { role: 'user', content: 'What is the capital of France?' },
        { role: 'assistant', content: 'Paris' },
        { role: 'user', content: 'What is the capital of Italy?' },
      ],
      temperature: 0,
      store: false,
    },
  },
  tools: {
    summary: 'A function to call',
    value: {
      model: 'default',
      input: 'What is the weather in Paris?',
      tools: [WEATHER],
      tool_choice: 'auto',
      temperature: 0,
    },
  },
  stream: {
    summary: 'A streamed answer',
    value: { model: 'default', input: 'What is the capital of France?', stream: true },
  },
  json_schema: {
    summary: 'Held to a JSON Schema',
    value: {
      model: 'default',
      input: 'What is the capital of France?',
      text: {
        format: {
          type: 'json_schema',
          name: 'city',
          schema: {
            type: 'object',
            properties: { city: { type: 'string', maxLength: 20 } },
            required: ['city'],
            additionalProperties: false,
          },
        },
      },
    },
  },
  probabilities: {
    summary: 'An answer with log probabilities',
    value: {
      model: 'default',
      input: 'What is the opposite of hot?',
      include: ['message.output_text.logprobs'],
      top_logprobs: 2,
      max_output_tokens: 16,
    },
  },
};

/** Requests to count tokens, made for the embedded default model. */
export const INPUT_TOKENS_EXAMPLES = {
  question: { summary: 'A question', value: { model: 'default', input: 'What is the capital of France?' } },
};
