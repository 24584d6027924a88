import { DURATION } from './duration.js';
import { AMOUNT } from './memory-limits.js';

const count = { type: 'integer', minimum: 1 };
const text = { type: 'string', minLength: 1 };
const between = (minimum: number, maximum: number) => ({ type: 'number', minimum, maximum });
const duration = { type: 'string', pattern: DURATION.source, examples: ['30s', '5m', 'forever'] };
const amount = {
  type: 'string',
  pattern: AMOUNT.source,
  examples: ['8GiB', '80%'],
};
const device = { type: 'string', pattern: '^[a-z][a-z0-9-]*(:[0-9]+)?$', examples: ['auto', 'cuda:0', 'metal'] };

const preset = {
  type: 'object',
  additionalProperties: false,
  description: 'What a request by this name gets where it says nothing itself.',
  properties: {
    temperature: between(0, 2),
    topP: between(0, 1),
    topK: { type: 'integer', minimum: 0 },
    minP: between(0, 1),
    seed: { type: 'integer', minimum: 0, maximum: 2 ** 32 - 1 },
    presencePenalty: between(-2, 2),
    frequencyPenalty: between(-2, 2),
    repeatPenalty: { type: 'number', exclusiveMinimum: 0 },
    maxTokens: count,
    stop: { type: 'array', items: text, maxItems: 16 },
    system: { type: 'string', description: 'Instructions for conversations that bring none of their own.' },
  },
};

const model = {
  type: 'object',
  additionalProperties: false,
  properties: {
    path: { ...text, description: 'A file, a folder, or a reference such as fastembed:bge-small-en-v1.5.' },
    aliases: {
      description: 'Other names that requests may use: a list, or by such names what they set.',
      anyOf: [
        { type: 'array', items: text },
        { type: 'object', additionalProperties: preset },
      ],
    },
    contextTokens: { ...count, description: 'Tokens of context for each request.' },
    parallel: { ...count, description: 'Answers generated at the same time.' },
    threads: { ...count, description: 'Threads that it may use at most.' },
    keepAlive: { ...duration, description: 'How long it stays in memory after its last answer.' },
    pinned: { type: 'boolean', description: 'It is never unloaded, neither to make room nor by time.' },
    device: { ...device, description: 'Where it runs.' },
    isolate: { type: 'boolean', description: 'Run it in a child process of its own.' },
    kvCacheType: { enum: ['F32', 'F16', 'BF16', 'Q8_0'], description: 'Number format of the KV cache.' },
    flashAttention: { type: 'boolean', description: 'Flash attention on or off; by itself where it can be.' },
    adapters: {
      type: 'array',
      description: 'LoRA adapters that apply to all its requests.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['path'],
        properties: { path: text, scale: { ...between(0, 2), default: 1, description: '1 is as trained.' } },
      },
    },
    settings: { type: 'object', description: "For the model's backend, such as pooling." },
  },
};

const plugin = {
  type: 'object',
  additionalProperties: false,
  required: ['package'],
  properties: {
    package: { ...text, description: 'Name of an installed package, or a path that begins with a dot or a slash.' },
    config: { type: 'object', description: "The plugin's own configuration." },
    required: { type: 'boolean', description: 'The server does not start when this plugin fails.' },
    isolate: { type: 'boolean', description: 'Run each of its models in a child process of its own.' },
  },
};

/** JSON Schema 2020-12 of a configuration file; docs/otron.config.schema.json is this. */
export const configFileSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Configuration file of predict-otron',
  type: 'object',
  additionalProperties: false,
  properties: {
    $schema: { type: 'string' },
    plugins: { type: 'array', items: plugin },
    models: { type: 'object', description: 'By model id.', additionalProperties: model },
    rerankModel: { ...text, description: 'Reranking model that `default` means.' },
    memory: {
      type: 'object',
      description: 'How models share the memory.',
      additionalProperties: false,
      properties: {
        limit: {
          description: 'What all models together may take: of every device, or by device.',
          anyOf: [amount, { type: 'object', additionalProperties: amount }],
        },
        turn: { ...duration, description: 'How long requests for a model in memory are let in while another waits.' },
        wait: { ...duration, description: 'How long a request waits for memory at most.' },
      },
    },
    keepAlive: { ...duration, description: 'How long models stay in memory after their last answer.' },
    server: { type: 'object', description: 'The shape of the main server, as in SERVER_CONFIG.' },
    anyDimensions: {
      type: 'boolean',
      description: 'Cut vectors to any length on request, also for models that were not trained for it.',
    },
  },
};
