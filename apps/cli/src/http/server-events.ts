/** A line of a stream of server-sent events that matters. */
export interface ServerEvent {
  /** Of a `data:` line. */
  data?: string;
  /** Of a comment, with which the server tells a person what it does. */
  comment?: string;
}

/** The events of a stream, read as they come; cut wherever the network cuts it. */
export async function* serverEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('data:')) yield { data: line.slice(5).trimStart() };
      else if (line.startsWith(':')) yield { comment: line.slice(1).trim() };
    }
  }
}
