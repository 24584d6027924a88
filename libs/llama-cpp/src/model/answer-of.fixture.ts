import type { GenerationEvent } from '@predict-otron/plugin-sdk';

/** What came of one answer of a generation. */
export function answerOf(events: GenerationEvent[], index = 0) {
  const answer = {
    text: '',
    reasoning: '',
    calls: [] as { name: string; arguments: string }[],
    end: '',
    warnings: [] as string[],
  };
  for (const event of events) {
    if (event.type === 'warning') answer.warnings.push(event.code);
    if (event.type === 'end' && event.index === index) answer.end = event.finishReason;
    if (event.type !== 'delta' || event.index !== index) continue;
    if (event.kind !== 'tool-call') answer[event.kind] += event.text;
    else {
      answer.calls[event.call] ??= { name: event.name ?? '', arguments: '' };
      (answer.calls[event.call] as { arguments: string }).arguments += event.argumentsDelta;
    }
  }
  return answer;
}
