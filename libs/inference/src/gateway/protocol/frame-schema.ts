/** A JSON Schema 2020-12 of a frame. */
export interface FrameSchema {
  title: string;
  description: string;
  type: 'object';
  required: string[];
  properties: Record<string, object>;
  /** A frame that is more than its own properties takes the rest from these. */
  allOf?: object[];
  additionalProperties?: false;
}

/** A schema of the OpenAPI document, which is served beside. */
export const ofOpenApi = (name: string) => ({ $ref: `/openapi.json#/components/schemas/${name}` });

/** The schema of a frame that has these properties and no others. */
export function frameSchema(
  type: string,
  description: string,
  properties: Record<string, object>,
  required: string[],
): FrameSchema {
  return {
    title: type,
    description,
    type: 'object',
    required: ['type', ...required],
    properties: { type: { const: type }, ...properties },
    additionalProperties: false,
  };
}
