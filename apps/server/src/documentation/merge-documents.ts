import type { OpenAPIObject } from '@nestjs/swagger';

/** A server's OpenAPI document with what its engines answer in its place. Where several describe a path, the first wins. */
export function mergeDocuments(own: OpenAPIObject, engines: OpenAPIObject[]): OpenAPIObject {
  const all = [...engines].reverse();
  const schemas = Object.assign({}, ...all.map(({ components }) => components?.schemas), own.components?.schemas);
  return {
    ...own,
    paths: Object.assign({}, ...all.map(({ paths }) => paths), own.paths),
    components: { ...own.components, schemas },
  };
}
