const question = (content: string) => ({ role: 'user', content });

/** Requests for a message to try out, made for the embedded default model. */
export const MESSAGE_EXAMPLES = {
  question: {
    summary: 'A question',
    value: {
      model: 'default',
      max_tokens: 32,
      messages: [question('What is the capital of France?')],
      temperature: 0,
    },
  },
  conversation: {
    summary: 'A conversation with instructions',
    value: {
      model: 'default',
      max_tokens: 32,
      system: 'Answer in one word.',
      messages: [
        question('What is the capital of France?'),
        { role: 'assistant', content: [{ type: 'text', text: 'Paris' }] },
        question('What is the capital of Italy?'),
      ],
      stop_sequences: ['\n\n'],
    },
  },
  tool: {
    summary: 'A tool that is called whatever the question',
    value: {
      model: 'default',
      max_tokens: 100,
      messages: [question('Is it warm in Paris?')],
      tools: [
        {
          name: 'weather',
          description: 'Tells the weather in a city.',
          input_schema: { type: 'object', properties: { city: { enum: ['Paris', 'Rome'] } }, required: ['city'] },
        },
      ],
      tool_choice: { type: 'any' },
    },
  },
  stream: {
    summary: 'A streamed answer',
    value: {
      model: 'default',
      max_tokens: 32,
      messages: [question('What is the capital of France?')],
      stream: true,
    },
  },
};

/** Conversations to count, made for the embedded default model. */
export const COUNT_TOKENS_EXAMPLES = {
  question: {
    summary: 'A question with instructions',
    value: { model: 'default', system: 'Answer in one word.', messages: [question('What is the capital of France?')] },
  },
};
