/** Asks for the vectors of some texts. Throws an Error whose message is for the reader. */
export async function embedLines(model: string, lines: string[], signal: AbortSignal): Promise<number[][]> {
  const response = await fetch('v1/embeddings', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ model, input: lines }),
    signal,
  }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new Error('The server does not answer.', { cause: error });
  });
  const body = await response.json().catch(() => undefined);
  if (!response.ok) throw new Error(body?.error?.message ?? `The server answered with ${response.status}.`);
  const data: { index: number; embedding: number[] }[] = body.data;
  return data.sort((a, b) => a.index - b.index).map(({ embedding }) => embedding);
}
