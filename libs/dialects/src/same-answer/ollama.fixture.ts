import type { GenerationEvent } from '@predict-otron/plugin-sdk';
import {
  AnswerPieces,
  chatLine,
  generateLine,
  type OllamaChatAnswer,
  type OllamaGenerateAnswer,
  OllamaStream,
  WholeOllamaAnswer,
  type WritePiece,
} from '../ollama/index.js';
import { type Answer, OF_THOUGHTS } from './recorded-answers.fixture.js';

type Line = OllamaChatAnswer | OllamaGenerateAnswer;
type Read = (events: GenerationEvent[]) => Answer;

const pieces = () => new AnswerPieces({ logprobs: true }, () => 0);
const whole =
  (write: WritePiece): Read =>
  (events) => {
    const answer = new WholeOllamaAnswer('tiny', pieces(), write);
    for (const event of events) answer.add(event);
    return ofLines([answer.finish() as Line]);
  };
const streamed =
  (write: WritePiece): Read =>
  (events) => {
    const stream = new OllamaStream('tiny', pieces(), write);
    const sent = events.map((event) => stream.encode(event)).join('') + stream.finish();
    const lines = sent.trimEnd().split('\n');
    return ofLines(lines.map((line) => JSON.parse(line)));
  };

export const ollamaChat = whole(chatLine);
export const ollamaChatStreamed = streamed(chatLine);
export const ollamaGenerate = whole(generateLine);
export const ollamaGenerateStreamed = streamed(generateLine);

function ofLines(lines: Line[]): Answer {
  const parts = lines.map((line) =>
    'message' in line
      ? { text: line.message.content, thoughts: line.message.thinking, calls: line.message.tool_calls }
      : { text: line.response, thoughts: line.thinking, calls: undefined },
  );
  const calls = parts.flatMap((part) => part.calls ?? []);
  const last = lines.at(-1) as Line;
  return {
    text: parts.map(({ text }) => text).join(''),
    thoughts: parts.map(({ thoughts = '' }) => thoughts).join(''),
    calls: calls.map(({ function: called }) => [called.name, called.arguments]),
    // Ollama ends with `stop` after calls too
    end: calls.length > 0 ? 'calls' : (last.done_reason as 'stop' | 'length'),
    tokens: {
      prompt: last.prompt_eval_count ?? 0,
      cached: undefined,
      answer: last.eval_count ?? 0,
      thought: undefined,
    },
    // thoughts have probabilities too here
    scored: lines
      .flatMap(({ logprobs = [] }) => logprobs)
      .filter(({ logprob }) => logprob !== OF_THOUGHTS)
      .map(({ token, logprob }) => [token, logprob]),
    warnings: last.warnings?.map(({ code }) => code) ?? [],
  };
}
