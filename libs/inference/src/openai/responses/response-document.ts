import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiParam, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { OpenAiErrorBody, OpenAiResponse, RESPONSE_STREAM_EVENTS } from '@predict-otron/dialects';

const STREAM = `With \`stream: true\`: server-sent events, each named by its type: \`response.created\`,
\`response.in_progress\`, then for each item \`response.output_item.added\`, its pieces and
\`response.output_item.done\`, at the end \`response.completed\` or \`response.incomplete\`. While the request waits or a
long prompt is read, comments (lines that begin with \`:\`) keep the connection open. A failure after the start is an
\`error\` event and \`response.failed\`, after which the connection closes.`;

/** Describes a response that is sent whole or streamed. */
export function ResponseDocument(): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(OpenAiResponse, ...RESPONSE_STREAM_EVENTS),
    ApiOkResponse({
      description: `The response. ${STREAM}`,
      content: {
        'application/json': { schema: { $ref: getSchemaPath(OpenAiResponse) } },
        'text/event-stream': {
          schema: { oneOf: RESPONSE_STREAM_EVENTS.map((event) => ({ $ref: getSchemaPath(event) })) },
        },
      },
    }),
  );
}

/** Describes the id of a response in a path, and what an unknown one is answered. */
export function ResponseIdDocument(): MethodDecorator {
  return applyDecorators(
    ApiParam({
      name: 'response_id',
      description: 'Id of a response that is kept.',
      example: 'resp_4c2f0a6b9d1e4f7c8a5b3d2e1f0a9b8c',
    }),
    ApiResponse({ status: 404, description: 'No such response is kept.', type: OpenAiErrorBody }),
  );
}
