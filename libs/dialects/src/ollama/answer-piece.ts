import type {
  OllamaAnswer,
  OllamaChatAnswer,
  OllamaGenerateAnswer,
  OllamaLogprob,
  OllamaSummary,
  OllamaToolCall,
} from './answer-chunk.js';

/** What a line of a stream adds to an answer. */
export interface AnswerPiece {
  text?: string;
  thinking?: string;
  toolCalls?: OllamaToolCall[];
  logprobs?: OllamaLogprob[];
  /** Comes with the last piece. */
  summary?: OllamaSummary;
}

/** What every line begins with. */
export type LineHead = Pick<OllamaAnswer, 'model' | 'created_at'>;

/** Writes a piece in the shape of one route. */
export type WritePiece = (head: LineHead, piece: AnswerPiece) => object;

/** A line of `POST /api/chat`. */
export function chatLine(head: LineHead, { text = '', thinking, toolCalls, ...rest }: AnswerPiece): OllamaChatAnswer {
  const message = {
    role: 'assistant' as const,
    content: text,
    ...(thinking ? { thinking } : {}),
    ...(toolCalls?.length ? { tool_calls: toolCalls } : {}),
  };
  return { ...head, message, ...tail(rest) };
}

/** A line of `POST /api/generate`. It has no place for calls, and its requests have no tools. */
export function generateLine(head: LineHead, { text = '', thinking, ...rest }: AnswerPiece): OllamaGenerateAnswer {
  return { ...head, response: text, ...(thinking ? { thinking } : {}), ...tail(rest) };
}

function tail({ logprobs, summary }: AnswerPiece): Omit<OllamaAnswer, keyof LineHead> {
  return { done: summary !== undefined, ...(logprobs?.length ? { logprobs } : {}), ...summary };
}
