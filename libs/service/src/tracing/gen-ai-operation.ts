/** `gen_ai.operation.name` by the path, as OpenTelemetry's conventions name operations; reranking has no name there. */
const OPERATIONS: [RegExp, string][] = [
  [/^\/(v1\/(chat\/completions|messages|responses|ws)|internal\/responses|api\/chat)$/, 'chat'],
  [/^\/(v1\/completions|api\/generate)$/, 'text_completion'],
  [/^\/(v1\/embeddings|api\/embed(dings)?|v2\/models\/[^/]+\/infer)$/, 'embeddings'],
  [/^\/v1\/rerank$/, 'rerank'],
];

/** What a request to this path has a model do; `undefined` where none is at work. */
export function genAiOperation(method: string, path: string): string | undefined {
  if (method !== 'POST') return undefined;
  return OPERATIONS.find(([pattern]) => pattern.test(path))?.[1];
}
