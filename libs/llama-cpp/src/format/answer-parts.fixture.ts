import type { Segment } from './segment.js';

/** What an answer comes to, whatever the pieces. */
export interface AnswerParts {
  text: string;
  reasoning: string;
  calls: { name?: string; arguments: string }[];
  warnings: string[];
}

/** Puts segments together. */
export function partsOf(segments: Segment[]): AnswerParts {
  const parts: AnswerParts = { text: '', reasoning: '', calls: [], warnings: [] };
  for (const segment of segments) {
    if (segment.kind === 'warning') parts.warnings.push(segment.code);
    else if (segment.kind === 'tool-call') {
      parts.calls[segment.call] ??= { arguments: '' };
      const call = parts.calls[segment.call] as AnswerParts['calls'][number];
      if (segment.name !== undefined) call.name = segment.name;
      call.arguments += segment.argumentsDelta;
    } else parts[segment.kind] += segment.text;
  }
  return parts;
}
