import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';

const STREAM = `Unless \`stream: false\`: lines of JSON, of which the last has \`done: true\`. A line without text keeps a
silent connection open. An error after the start is a line with \`error\`, after which the connection closes.`;

/** Describes an answer that is sent whole or line by line. */
export function LinesDocument(answer: Type): MethodDecorator {
  const content = { schema: { $ref: getSchemaPath(answer) } };
  return applyDecorators(
    ApiExtraModels(answer),
    ApiOkResponse({
      description: `The answer. ${STREAM}`,
      content: { 'application/json': content, 'application/x-ndjson': content },
    }),
  );
}
