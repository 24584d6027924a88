import { invalidField } from '../validation/index.js';

/** Documents in one request at most. */
export const MAX_RANK_DOCUMENTS = 2048;

/** Reads `documents` of a rerank request: strings or `{text}`. The first fault is thrown as `INPUT_INVALID` with its path. */
export function parseRankDocuments(documents: unknown): string[] {
  if (documents === undefined) throw invalidField('documents', 'is missing', 'missing_required_parameter');
  if (!Array.isArray(documents)) throw invalidField('documents', 'must be an array of strings or of {text}');
  if (documents.length === 0) throw invalidField('documents', 'is an empty array: send at least one document');
  if (documents.length > MAX_RANK_DOCUMENTS) {
    throw invalidField('documents', `has ${documents.length} entries; the most is ${MAX_RANK_DOCUMENTS}`);
  }
  return documents.map((document, index) => textOf(document, `documents[${index}]`));
}

function textOf(document: unknown, path: string): string {
  if (typeof document === 'string') return nonEmpty(document, path);
  if (typeof document !== 'object' || document === null || !('text' in document)) {
    throw invalidField(path, 'must be a string or an object with a text');
  }
  const extra = Object.keys(document).find((key) => key !== 'text');
  if (extra !== undefined) {
    throw invalidField(`${path}.${extra}`, 'is not a known field: a document is {text}', 'unknown_parameter');
  }
  return nonEmpty(document.text, `${path}.text`);
}

function nonEmpty(text: unknown, path: string): string {
  if (typeof text !== 'string' || text === '') throw invalidField(path, 'must be a string that is not empty');
  return text;
}
