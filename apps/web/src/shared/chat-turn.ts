/** One turn of a conversation. */
export interface ChatTurn {
  role: 'user' | 'assistant';
  text: string;
  /** Id of the model that wrote it. */
  model?: string;
}

/** The turns of a JSON text that a form brought back; throws a RangeError where it holds anything else. */
export function parseTurns(json: string): ChatTurn[] {
  const turns: unknown = json === '' ? [] : JSON.parse(json);
  if (Array.isArray(turns) && turns.every(isTurn))
    return turns.map(({ role, text, model }) => ({ role, text, ...(typeof model === 'string' && { model }) }));
  throw new RangeError('not a list of turns');
}

function isTurn(value: unknown): value is ChatTurn {
  if (typeof value !== 'object' || value === null) return false;
  const { role, text } = value as Partial<ChatTurn>;
  return (role === 'user' || role === 'assistant') && typeof text === 'string';
}
