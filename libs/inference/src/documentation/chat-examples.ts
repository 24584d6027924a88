const question = (content: string) => ({ role: 'user', content });

/** Chat requests to try out, made for the embedded default model. */
export const CHAT_EXAMPLES = {
  question: {
    summary: 'A question',
    value: { model: 'default', messages: [question('What is the capital of France?')], temperature: 0 },
  },
  conversation: {
    summary: 'A conversation with instructions',
    value: {
      model: 'default',
      messages: [
        { role: 'system', content: 'Answer in one word.' },
        question('What is the capital of France?'),
        { role: 'assistant', content: 'Paris' },
        question('What is the capital of Italy?'),
      ],
      temperature: 0,
    },
  },
  stream: {
    summary: 'A streamed answer with its usage',
    value: {
      model: 'default',
      messages: [question('What is the capital of France?')],
      stream: true,
      stream_options: { include_usage: true },
    },
  },
  probabilities: {
    summary: 'Two answers with log probabilities',
    value: {
      model: 'default',
      messages: [question('What is the opposite of hot?')],
      n: 2,
      seed: 42,
      temperature: 0.8,
      max_completion_tokens: 16,
      logprobs: true,
      top_logprobs: 2,
    },
  },
  tools: {
    summary: 'A function to call',
    value: {
      model: 'default',
      messages: [question('What is the weather in Paris?')],
      tools: [
        {
          type: 'function',
          function: {
            name: 'weather',
            description: 'Tells the weather in a city.',
            parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
          },
        },
      ],
      tool_choice: 'required',
      temperature: 0,
    },
  },
  schema: {
    summary: 'An answer that matches a JSON Schema',
    value: {
      model: 'default',
      messages: [question('What is the capital of France? Answer in JSON.')],
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'capital',
          strict: true,
          schema: { type: 'object', properties: { city: { type: 'string', maxLength: 20 } }, required: ['city'] },
        },
      },
      temperature: 0,
    },
  },
  choice: {
    summary: 'One of several answers, with measured times',
    value: {
      model: 'default',
      messages: [question('Is Paris the capital of France?')],
      choice: ['yes', 'no'],
      timings: true,
      temperature: 0,
    },
  },
};
