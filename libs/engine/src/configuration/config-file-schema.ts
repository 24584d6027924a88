const count = { type: 'integer', minimum: 1 };
const text = { type: 'string', minLength: 1 };

/** JSON Schema 2020-12 of a configuration file. */
export const configFileSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
  properties: {
    $schema: { type: 'string' },
    plugins: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['package'],
        properties: {
          package: {
            ...text,
            description: 'Name of an installed package, or a path that begins with a dot or a slash.',
          },
          config: { type: 'object', description: "The plugin's own configuration." },
          required: { type: 'boolean', description: 'The server does not start when this plugin fails.' },
          isolate: { type: 'boolean', description: "Runs each of the plugin's models in a process of its own." },
        },
      },
    },
    models: {
      type: 'object',
      description: 'By model id.',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: {
          path: { ...text, description: 'A file, a folder, or a reference such as fastembed:bge-small-en-v1.5.' },
          aliases: { type: 'array', items: text, description: 'Other names that requests may use.' },
          contextTokens: { ...count, description: 'Tokens of context for each request.' },
          parallel: { ...count, description: 'Answers generated at the same time.' },
          threads: { ...count, description: 'Threads that it may use at most.' },
          device: {
            type: 'string',
            pattern: '^[a-z][a-z0-9-]*(:[0-9]+)?$',
            description: 'auto, or a device such as cpu, cuda:0, metal, vulkan:0.',
          },
          isolate: { type: 'boolean', description: 'Runs the model in a process of its own.' },
          kvCacheType: { enum: ['F32', 'F16', 'BF16', 'Q8_0'], description: 'Number format of the KV cache.' },
          flashAttention: { type: 'boolean', description: 'Flash attention on or off; by itself where it can be.' },
          settings: { type: 'object', description: "For the model's backend, such as pooling." },
        },
      },
    },
    rerankModel: { ...text, description: 'Reranking model that `default` means.' },
    server: { type: 'object', description: 'The shape of the main server, as in SERVER_CONFIG.' },
    anyDimensions: {
      type: 'boolean',
      description: 'Cut vectors to any length on request, also for models that were not trained for it.',
    },
  },
};
