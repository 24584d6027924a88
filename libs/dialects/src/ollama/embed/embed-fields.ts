import { ObjectField } from '../../fields/object-field.js';
import { StringField } from '../../fields/string-field.js';
import { QueueTimeoutField, TimeoutField } from '../../fields/time-limit-fields.js';
import { type KeepAlive, KeepAliveField } from '../keep-alive.js';
import { OllamaEmbedOptions } from './embed-options.js';

/** What both requests for vectors have. */
export class OllamaEmbedFields {
  @StringField({
    required: true,
    minLength: 1,
    description: 'Name of an embedding model of `GET /api/tags`; `name:latest` is `name`, `default` the default one.',
    example: 'default',
  })
  model!: string;

  @ObjectField({ of: () => OllamaEmbedOptions, description: 'How the texts are read.' })
  options?: OllamaEmbedOptions;

  @KeepAliveField()
  keep_alive?: KeepAlive;

  @TimeoutField()
  timeout?: number;

  @QueueTimeoutField()
  queue_timeout?: number;
}
