import type { GenerationEvent } from '@predict-otron/plugin-sdk';
import {
  ChatChunks,
  type OpenAiFinishReason,
  TextChunks,
  type TextCompletion,
  WholeChatCompletion,
  WholeTextCompletion,
} from '../openai/index.js';
import type { Answer } from './recorded-answers.fixture.js';

const HEAD = { id: 'x', created: 0, model: 'tiny', systemFingerprint: 'fp' };
const CHAT = { model: 'default', messages: [], logprobs: true };
const COMPLETION = { model: 'default', prompt: 'x', logprobs: 0 };
const ENDS: Record<OpenAiFinishReason, Answer['end']> = { stop: 'stop', length: 'length', tool_calls: 'calls' };

type Usage = NonNullable<TextCompletion['usage']>;

const tokens = (usage: Usage): Answer['tokens'] => ({
  prompt: usage.prompt_tokens,
  cached: usage.prompt_tokens_details.cached_tokens,
  answer: usage.completion_tokens,
  thought: usage.completion_tokens_details.reasoning_tokens,
});
const codes = (warnings: { code: string }[] = []) => warnings.map(({ code }) => code);

export function chat(events: GenerationEvent[]): Answer {
  const whole = new WholeChatCompletion(HEAD, CHAT);
  for (const event of events) whole.add(event);
  const { choices, usage, warnings } = whole.finish();
  const { message, finish_reason, logprobs } = choices[0] as (typeof choices)[number];
  return {
    text: message.content ?? '',
    thoughts: message.reasoning_content ?? '',
    calls: (message.tool_calls ?? []).map(({ function: called }) => [called.name, JSON.parse(called.arguments)]),
    end: ENDS[finish_reason as OpenAiFinishReason],
    tokens: tokens(usage),
    scored: (logprobs?.content ?? []).map(({ token, logprob }) => [token, logprob]),
    warnings: codes(warnings),
  };
}

export function chatStreamed(events: GenerationEvent[]): Answer {
  const chunks = new ChatChunks(HEAD, { ...CHAT, stream_options: { include_usage: true } });
  const sent = [...events.flatMap((event) => chunks.of(event)), ...chunks.finish()];
  const choices = sent.flatMap((chunk) => chunk.choices);
  const calls: [string, string][] = [];
  for (const { index, function: called } of choices.flatMap(({ delta }) => delta.tool_calls ?? [])) {
    calls[index] = [calls[index]?.[0] ?? called.name ?? '', (calls[index]?.[1] ?? '') + called.arguments];
  }
  return {
    text: choices.map(({ delta }) => delta.content ?? '').join(''),
    thoughts: choices.map(({ delta }) => delta.reasoning_content ?? '').join(''),
    calls: calls.map(([name, input]) => [name, JSON.parse(input)]),
    end: ENDS[choices.map(({ finish_reason }) => finish_reason).find(Boolean) as OpenAiFinishReason],
    tokens: tokens(sent.at(-1)?.usage as Usage),
    scored: choices.flatMap(({ logprobs }) => logprobs?.content ?? []).map(({ token, logprob }) => [token, logprob]),
    warnings: sent.flatMap(({ warnings }) => codes(warnings)),
  };
}

export function completion(events: GenerationEvent[]): Answer {
  const whole = new WholeTextCompletion(HEAD, COMPLETION, 1);
  for (const event of events) whole.add(event);
  return ofTexts([whole.finish()]);
}

export function completionStreamed(events: GenerationEvent[]): Answer {
  const chunks = new TextChunks(HEAD, { ...COMPLETION, stream_options: { include_usage: true } }, 1);
  return ofTexts([...events.flatMap((event) => chunks.of(event)), ...chunks.finish()]);
}

/** A completion and a chunk of one have the same shape. It has no place for thoughts and calls. */
function ofTexts(pieces: TextCompletion[]): Answer {
  const choices = pieces.flatMap((piece) => piece.choices);
  return {
    text: choices.map(({ text }) => text).join(''),
    thoughts: '',
    calls: [],
    end: ENDS[choices.map(({ finish_reason }) => finish_reason).find(Boolean) as OpenAiFinishReason],
    tokens: tokens(pieces.at(-1)?.usage as Usage),
    scored: choices.flatMap(({ logprobs }) =>
      (logprobs?.tokens ?? []).map((token, at): [string, number] => [token, logprobs?.token_logprobs[at] as number]),
    ),
    warnings: pieces.flatMap(({ warnings }) => codes(warnings)),
  };
}
