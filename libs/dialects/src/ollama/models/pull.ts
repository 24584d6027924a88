import { createHash } from 'node:crypto';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { BooleanField } from '../../fields/boolean-field.js';
import { NeutralOnly } from '../../fields/neutral-only.js';
import { StringField } from '../../fields/string-field.js';

/** Body of `POST /api/pull`. */
export class OllamaPullRequest {
  @StringField({
    required: (request) => (request as OllamaPullRequest).name === undefined,
    minLength: 1,
    maxLength: 2_000,
    description: 'What to fetch, such as `hf.co/owner/name:Q4_K_M`; see `POST /models/pull`.',
    example: 'smollm2-135m-instruct',
  })
  model?: string;

  @StringField({ minLength: 1, maxLength: 2_000, description: 'Older name of `model`.' })
  name?: string;

  @BooleanField({ description: 'Send the progress, a line of JSON each time; otherwise the end alone.', default: true })
  stream?: boolean;

  @NeutralOnly('Fetching without checking the server’s certificate.', [false])
  insecure?: unknown;
}

/** Body of `DELETE /api/delete`. */
export class OllamaDeleteRequest {
  @StringField({
    required: (request) => (request as OllamaDeleteRequest).name === undefined,
    minLength: 1,
    description: 'Name of a model of `GET /api/tags` that was downloaded.',
    example: 'acme/chat-GGUF',
  })
  model?: string;

  @StringField({ minLength: 1, description: 'Older name of `model`.' })
  name?: string;
}

/** A line of the answer to `POST /api/pull`. */
export class OllamaPullProgress {
  @ApiPropertyOptional({
    description: '`pulling manifest`, `pulling …`, `verifying sha256 digest`, at last `success`.',
  })
  status?: string;

  @ApiPropertyOptional({ description: 'Stands for what is being downloaded.' })
  digest?: string;

  @ApiPropertyOptional({ type: 'integer', description: 'Bytes of it.' })
  total?: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Bytes of it that are here.' })
  completed?: number;

  @ApiPropertyOptional({ description: 'Why it failed; the last line.' })
  error?: string;
}

/** The facts of a pull that Ollama's clients hear of. */
export interface PullFacts {
  model: string;
  status: 'running' | 'succeeded' | 'failed' | 'cancelled';
  phase: 'resolving' | 'waiting' | 'downloading' | 'verifying';
  completed_bytes: number;
  total_bytes: number;
  error?: { message: string };
}

/** A pull as a line of Ollama's. Its clients draw one bar for each digest. */
export function pullLine({ model, status, phase, completed_bytes, total_bytes, error }: PullFacts): OllamaPullProgress {
  if (status === 'succeeded') return { status: 'success' };
  if (status !== 'running') return { error: error?.message ?? 'The pull was cancelled.' };
  if (phase === 'resolving') return { status: 'pulling manifest' };
  if (phase === 'verifying') return { status: 'verifying sha256 digest' };
  const digest = createHash('sha256').update(model).digest('hex');
  const bytes = total_bytes > 0 ? { total: total_bytes, completed: completed_bytes } : {};
  return { status: `pulling ${digest.slice(0, 12)}`, digest: `sha256:${digest}`, ...bytes };
}
