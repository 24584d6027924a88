// One generation, as the engine told it, through every API: what a client reads must be the same.
import type { GenerationEvent } from '@predict-otron/plugin-sdk';
import { message, messageStreamed } from './anthropic.fixture.js';
import { ollamaChat, ollamaChatStreamed, ollamaGenerate, ollamaGenerateStreamed } from './ollama.fixture.js';
import { chat, chatStreamed, completion, completionStreamed } from './openai.fixture.js';
import { type Answer, RECORDED, type RecordedAnswer } from './recorded-answers.fixture.js';
import { response, responseStreamed } from './responses.fixture.js';

/** An API, whole or streamed. */
interface Face {
  name: string;
  read(events: GenerationEvent[]): Answer;
  /** What never comes through it: it continues texts, and has no place for them. */
  lacks?: ('calls' | 'thoughts')[];
  /** What it has no words for, taken from the answer. */
  without?(answer: Answer, recorded: RecordedAnswer): Partial<Answer>;
}

/** Responses have probabilities of their texts only. */
const withoutCallScores = ({ scored }: Answer, { scoredCalls }: RecordedAnswer) => ({
  scored: scored.slice(0, scored.length - scoredCalls),
});
const withoutScores = () => ({ scored: [] });
/** Ollama does not count cached tokens and thoughts. */
const withoutCounts = ({ tokens }: Answer) => ({ tokens: { ...tokens, cached: undefined, thought: undefined } });

const FACES: Face[] = [
  { name: 'Chat', read: chat },
  { name: 'Chat, streamed', read: chatStreamed },
  { name: 'Completions', read: completion, lacks: ['calls', 'thoughts'] },
  { name: 'Completions, streamed', read: completionStreamed, lacks: ['calls', 'thoughts'] },
  { name: 'Responses', read: response, without: withoutCallScores },
  { name: 'Responses, streamed', read: responseStreamed, without: withoutCallScores },
  { name: 'Messages', read: message, without: withoutScores },
  { name: 'Messages, streamed', read: messageStreamed, without: withoutScores },
  { name: "Ollama's chat", read: ollamaChat, without: withoutCounts },
  { name: "Ollama's chat, streamed", read: ollamaChatStreamed, without: withoutCounts },
  { name: "Ollama's generate", read: ollamaGenerate, lacks: ['calls'], without: withoutCounts },
  { name: "Ollama's generate, streamed", read: ollamaGenerateStreamed, lacks: ['calls'], without: withoutCounts },
];

describe.each(RECORDED)('$name', (recorded) => {
  const { answer, events } = recorded;
  it.each(FACES.filter(({ lacks = [] }) => lacks.every((what) => answer[what].length === 0)))(
    'is the same through $name',
    ({ read, without }) => {
      expect(read(events)).toEqual({ ...answer, ...without?.(answer, recorded) });
    },
  );
});
