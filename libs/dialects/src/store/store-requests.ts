import { StringField } from '../fields/string-field.js';

const MODEL = `What to fetch: \`hf:owner/name\`, \`hf:owner/name:Q4_K_M\`, \`owner/name/file.gguf\`, any of them at a revision
(\`hf:owner/name@v1.0\`), the https address of a GGUF,
a name of the catalogue (docs/models.md), or the path of a model on the server’s machine.`;

/** Body of `POST /models/pull`. */
export class PullRequest {
  @StringField({ required: true, minLength: 1, maxLength: 2_000, description: MODEL, example: 'smollm2-135m-instruct' })
  model!: string;
}

/** Body of `POST /models/verify`. */
export class VerifyRequest {
  @StringField({ minLength: 1, maxLength: 2_000, description: 'Id of a model of the store; all of them when absent.' })
  model?: string;
}
