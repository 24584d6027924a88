import { BooleanField } from '../fields/boolean-field.js';
import { ChoiceField } from '../fields/choice-field.js';
import { Field } from '../fields/field.js';
import { IntegerField } from '../fields/number-field.js';
import { StringField } from '../fields/string-field.js';
import { QueueTimeoutField, TimeoutField } from '../fields/time-limit-fields.js';
import type { EmbedInputType } from './embed-request.js';
import { MAX_EMBED_TEXTS } from './parse-embed-input.js';

/** How vectors are written: an array of numbers, or base64 of their float32 bytes, little endian. */
export type EncodingFormat = 'float' | 'base64';

/** All fields of `POST /v1/embeddings` but `input`, which `parseEmbedInput` reads. */
export class EmbeddingsFields {
  @StringField({
    minLength: 1,
    description: 'Id or alias of an embedding model of `GET /v1/models`; `default` is the default one.',
    default: 'default',
    example: 'default',
  })
  model?: string;

  @ChoiceField({
    choices: ['float', 'base64'],
    description: 'base64 holds the vector as float32 numbers, little endian: four times smaller and faster to read.',
    default: 'float',
    example: 'float',
  })
  encoding_format?: EncodingFormat;

  @IntegerField({
    minimum: 1,
    maximum: 65_536,
    description:
      'Numbers of a vector; all when absent. The vector is cut and brought to length 1 again. A length that the model was not trained for is refused.',
  })
  dimensions?: number;

  @StringField({
    maxLength: 512,
    description: "Your name for the end user. It goes to the server's log, never to the model.",
    example: 'user-1234',
  })
  user?: string;

  @ChoiceField({
    choices: ['query', 'passage'],
    description:
      "Extension. Puts the model's own prefix for queries or for passages before each text. Where the model declares none, texts of that kind need none and stay as they are. Token ids get no prefix: with a model that has one they are refused.",
  })
  input_type?: EmbedInputType;

  @BooleanField({
    description:
      'Extension. true: a text that is too long is cut at its end, and `usage.truncated_tokens` says by how much. false: it is refused.',
    default: false,
  })
  truncate?: boolean;

  @TimeoutField()
  timeout?: number;

  @QueueTimeoutField()
  queue_timeout?: number;
}

const TOKEN_IDS = { type: 'array', minItems: 1, items: { type: 'integer', minimum: 0 } } as const;

/** Body of `POST /v1/embeddings`. */
export class EmbeddingsRequest extends EmbeddingsFields {
  @Field({
    required: true,
    description: 'The text, or up to 2,048 texts, as strings or as token ids of the model. None may be empty.',
    oneOf: [
      { type: 'string', minLength: 1 },
      { type: 'array', minItems: 1, maxItems: MAX_EMBED_TEXTS, items: { type: 'string', minLength: 1 } },
      TOKEN_IDS,
      { type: 'array', minItems: 1, maxItems: MAX_EMBED_TEXTS, items: TOKEN_IDS },
    ],
    example: ['The river runs to the sea.', 'Bread is baked in an oven.'],
  })
  input!: string | string[] | number[] | number[][];
}
