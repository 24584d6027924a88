import { ApiProperty } from '@nestjs/swagger';
import { BooleanField } from '../fields/boolean-field.js';
import { DocumentedClasses, schemaOf } from '../fields/documented-classes.js';
import { Field } from '../fields/field.js';
import { IntegerField } from '../fields/number-field.js';
import { StringField } from '../fields/string-field.js';
import { QueueTimeoutField, TimeoutField } from '../fields/time-limit-fields.js';
import { MAX_RANK_DOCUMENTS } from './parse-rank-documents.js';

/** All fields of `POST /v1/rerank` but `documents`, which `parseRankDocuments` reads. */
export class RerankFields {
  @StringField({
    minLength: 1,
    description:
      'Id or alias of a reranking model, or of an embedding model, whose cosine then ranks. `default` is the default reranking model, or the default embedding model where there is none.',
    default: 'default',
    example: 'default',
  })
  model?: string;

  @StringField({
    required: true,
    minLength: 1,
    description: 'What the documents are to answer.',
    example: 'How is bread made?',
  })
  query!: string;

  @IntegerField({
    minimum: 1,
    maximum: MAX_RANK_DOCUMENTS,
    description: 'Give back the best so many; all when absent.',
  })
  top_n?: number;

  @BooleanField({ description: 'Give back each document with its score.', default: false })
  return_documents?: boolean;

  @TimeoutField()
  timeout?: number;

  @QueueTimeoutField()
  queue_timeout?: number;
}

/** One document of `POST /v1/rerank` in its longer form. */
export class RerankDocument {
  @ApiProperty({ minLength: 1, example: 'Bread is baked in an oven.' })
  text!: string;
}

/** Body of `POST /v1/rerank`. */
export class RerankRequest extends RerankFields {
  @DocumentedClasses([RerankDocument])
  @Field({
    required: true,
    description: 'Up to 2,048 texts, none empty.',
    type: 'array',
    minItems: 1,
    maxItems: MAX_RANK_DOCUMENTS,
    items: { oneOf: [{ type: 'string', minLength: 1 }, schemaOf([RerankDocument]) as { $ref: string }] },
    example: ['The river runs to the sea.', 'Bread is baked in an oven.'],
  })
  documents!: (string | RerankDocument)[];
}
