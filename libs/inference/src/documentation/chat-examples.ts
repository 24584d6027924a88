/** A form with an end in sight. */
const CITY = {
  type: 'object',
  properties: { city: { type: 'string', maxLength: 20 }, capital: { type: 'boolean' } },
  required: ['city', 'capital'],
  additionalProperties: false,
};
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
      tool_choice: 'auto',
      temperature: 0,
    },
  },
  forced_call: {
    summary: 'A function that is called whatever the question',
    value: {
      model: 'default',
      messages: [question('Is it warm?')],
      tools: [{ type: 'function', function: { name: 'weather', strict: true, parameters: CITY } }],
      tool_choice: { type: 'function', function: { name: 'weather' } },
      parallel_tool_calls: false,
    },
  },
  json_schema: {
    summary: 'Held to a JSON Schema',
    value: {
      model: 'default',
      messages: [question('What is the capital of France?')],
      response_format: { type: 'json_schema', json_schema: { name: 'city', strict: true, schema: CITY } },
    },
  },
  choice: {
    summary: 'One of some strings',
    value: { model: 'default', messages: [question('Is ice cold?')], choice: ['yes', 'no'] },
  },
  regex: {
    summary: 'Held to a regular expression',
    value: { model: 'default', messages: [question('When was that?')], regex: '(19|20)[0-9]{2}' },
  },
  timings: {
    summary: 'An answer with its measured times',
    value: {
      model: 'default',
      messages: [question('Is Paris the capital of France?')],
      timings: true,
      temperature: 0,
    },
  },
};
