import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';

const STREAM = `With \`stream: true\`: server-sent events. Each is one \`data:\` line with a chunk; the last is \`data: [DONE]\`.
While the request waits or a long prompt is read, comments (lines that begin with \`:\`) keep the connection open. An
error after the first chunk is a \`data:\` line with an \`error\` object, after which the connection closes without \`[DONE]\`.`;

/** Describes an answer that is sent whole or streamed. */
export function AnswerDocument({ whole, chunk }: { whole: Type; chunk: Type }): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(whole, chunk),
    ApiOkResponse({
      description: `The answer. ${STREAM}`,
      content: {
        'application/json': { schema: { $ref: getSchemaPath(whole) } },
        'text/event-stream': { schema: { $ref: getSchemaPath(chunk) } },
      },
    }),
  );
}
