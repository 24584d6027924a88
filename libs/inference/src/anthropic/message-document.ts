import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';

const STREAM = `With \`stream: true\`: server-sent events, each named by its type: \`message_start\`, then for each block
\`content_block_start\`, \`content_block_delta\` and \`content_block_stop\`, at the end \`message_delta\` and
\`message_stop\`. A \`ping\` keeps a silent connection open. An error after the start is an \`error\` event, after which
the connection closes.`;

/** Describes a message that is sent whole or streamed. */
export function MessageDocument({ whole, event }: { whole: Type; event: Type }): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(whole, event),
    ApiOkResponse({
      description: `The answer. ${STREAM}`,
      content: {
        'application/json': { schema: { $ref: getSchemaPath(whole) } },
        'text/event-stream': { schema: { $ref: getSchemaPath(event) } },
      },
    }),
  );
}
