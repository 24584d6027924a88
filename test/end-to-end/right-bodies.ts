const MODEL = 'otron-tiny-llama';
const messages = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'What is the capital of France?' },
];
const parameters = { type: 'object', properties: { city: { type: 'string', maxLength: 9 } }, required: ['city'] };
const tools = [{ type: 'function', function: { name: 'weather', description: 'The weather.', parameters } }];
const schema = { type: 'object', properties: { a: { enum: [7, 'x'] } }, required: ['a'], additionalProperties: false };
const options = { temperature: 0.5, top_k: 20, top_p: 0.9, min_p: 0, seed: 3, num_predict: 2, stop: ['\n'] };
const called = { id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"city":"Paris"}' } };

/** An endpoint that takes a body, with bodies that are right: each shows other fields. None asks for more than a few tokens. */
export interface BodyEndpoint {
  method?: 'DELETE';
  bodies: [object, ...object[]];
  /** The dialect of its errors. */
  errors: 'openai' | 'anthropic' | 'ollama' | 'open-inference';
}

/** By their paths in the API document. */
export const RIGHT_BODIES: Record<string, BodyEndpoint> = {
  '/v1/chat/completions': {
    errors: 'openai',
    bodies: [
      {
        model: MODEL,
        messages,
        max_tokens: 2,
        temperature: 0.7,
        logprobs: true,
        top_logprobs: 2,
        n: 2,
        stop: ['x'],
        timeout: 60,
      },
      {
        model: MODEL,
        max_tokens: 2,
        messages: [
          ...messages,
          { role: 'assistant', tool_calls: [called] },
          { role: 'tool', tool_call_id: 'c1', content: '9' },
        ],
        tools,
        tool_choice: 'auto',
      },
      {
        model: MODEL,
        max_tokens: 2,
        messages: [{ role: 'user', content: [{ type: 'text', text: 'A city?' }] }],
        response_format: { type: 'json_schema', json_schema: { name: 'seven', schema, strict: true } },
        stream: true,
        stream_options: { include_usage: true },
      },
    ],
  },
  '/v1/chat/completions/input_tokens': { errors: 'openai', bodies: [{ model: MODEL, messages, tools }] },
  '/v1/completions': {
    errors: 'openai',
    bodies: [
      { model: MODEL, prompt: ['Once', 'A day'], max_tokens: 2, logprobs: 2, echo: true, best_of: 2, n: 1 },
      { model: MODEL, prompt: [[300, 301], [302]], max_tokens: 0, logprobs: 1, echo: true },
      {
        model: MODEL,
        prompt: 'A number: ',
        max_tokens: 2,
        regex: '[0-9]{2}',
        stream: true,
        logit_bias: { 500: 3 },
        queue_timeout: 60,
      },
    ],
  },
  '/v1/responses': {
    errors: 'openai',
    bodies: [
      {
        model: MODEL,
        input: [
          { role: 'user', content: [{ type: 'input_text', text: 'Hi' }] },
          { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{}' },
          { type: 'function_call_output', call_id: 'c1', output: '9' },
        ],
        instructions: 'Be brief.',
        max_output_tokens: 2,
        tools: [{ type: 'function', name: 'weather', parameters }],
        include: ['message.output_text.logprobs'],
        metadata: { a: 'b' },
        store: false,
        timeout: 60,
        queue_timeout: 60,
      },
      {
        model: MODEL,
        input: 'A city?',
        max_output_tokens: 2,
        text: { format: { type: 'json_schema', name: 'seven', schema } },
        stream: true,
      },
    ],
  },
  '/v1/responses/input_tokens': {
    errors: 'openai',
    bodies: [{ model: MODEL, input: 'Hi', instructions: 'Be brief.' }],
  },
  '/v1/messages': {
    errors: 'anthropic',
    bodies: [
      {
        model: MODEL,
        max_tokens: 2,
        system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
        messages: [
          { role: 'user', content: 'Hi' },
          { role: 'assistant', content: [{ type: 'tool_use', id: 'c1', name: 'weather', input: { city: 'Paris' } }] },
          { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1', content: '9' }] },
        ],
        tools: [{ name: 'weather', input_schema: parameters }],
        tool_choice: { type: 'auto', disable_parallel_tool_use: true },
        stop_sequences: ['x'],
      },
      {
        model: MODEL,
        max_tokens: 2,
        messages: [{ role: 'user', content: 'Hi' }],
        output_config: { format: { type: 'json_schema', schema } },
        thinking: { type: 'disabled' },
        timeout: 60,
        stream: true,
      },
    ],
  },
  '/v1/messages/count_tokens': {
    errors: 'anthropic',
    bodies: [{ model: MODEL, messages: [{ role: 'user', content: 'Hi' }], system: 'Be brief.' }],
  },
  '/api/chat': {
    errors: 'ollama',
    bodies: [
      { model: MODEL, messages, options, stream: false, tools, keep_alive: '5m', logprobs: true, top_logprobs: 1 },
      { model: MODEL, messages, options, format: schema, think: false, timeout: 60, queue_timeout: 60 },
    ],
  },
  '/api/generate': {
    errors: 'ollama',
    bodies: [
      { model: MODEL, prompt: 'Hi', system: 'Be brief.', options, stream: false, format: 'json' },
      { model: MODEL, prompt: 'Once', raw: true, options },
    ],
  },
  '/api/embed': {
    errors: 'ollama',
    bodies: [
      { model: 'default', input: ['Bread.', 'The sea.'], truncate: true, options: { num_ctx: 64 }, timeout: 60 },
    ],
  },
  '/api/embeddings': { errors: 'ollama', bodies: [{ model: 'default', prompt: 'Bread.', keep_alive: 60 }] },
  '/api/show': { errors: 'ollama', bodies: [{ model: MODEL, verbose: true }] },
  '/api/pull': { errors: 'ollama', bodies: [{ model: 'hf:acme/not-there', stream: false, insecure: false }] },
  '/api/delete': { errors: 'ollama', method: 'DELETE', bodies: [{ model: 'no-such-model' }] },
  '/tokenize': { errors: 'openai', bodies: [{ model: MODEL, content: 'The river runs.' }] },
  '/detokenize': { errors: 'openai', bodies: [{ model: MODEL, tokens: [300, 301, 302] }] },
  '/apply-template': { errors: 'openai', bodies: [{ model: MODEL, messages, tools }] },
  '/v1/embeddings': {
    errors: 'openai',
    bodies: [
      { model: 'default', input: ['Bread.', 'The sea.'], encoding_format: 'base64', input_type: 'query', user: 'u' },
      { input: [[5, 6], [7]], truncate: true, timeout: 60, queue_timeout: 60 },
    ],
  },
  '/v1/rerank': {
    errors: 'openai',
    bodies: [{ query: 'bread', documents: ['Bread is baked.', { text: 'Stars.' }], top_n: 1, return_documents: true }],
  },
  '/v2/models/{model}/infer': {
    errors: 'open-inference',
    bodies: [
      {
        id: '1',
        inputs: [{ name: 'text', shape: [2], datatype: 'BYTES', data: ['Bread.', 'Sea.'] }],
        outputs: [{ name: 'embedding' }],
        parameters: { truncate: true },
      },
    ],
  },
  '/models/pull': { errors: 'openai', bodies: [{ model: 'hf:acme/not-there' }] },
  '/models/verify': { errors: 'openai', bodies: [{ model: 'no-such-model' }] },
};

/** What a stream says of a fault of the server's own after its status is sent. */
export const OWN_FAULT =
  /"type":"(server_error|api_error|internal_error)"|"code":"(INTERNAL|server_error)"|^\{"error":/m;
