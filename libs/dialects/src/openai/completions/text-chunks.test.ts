import type { EndEvent, GenerationEvent, LogProbability, PromptEvent, TextDelta } from '@predict-otron/plugin-sdk';
import type { CompletionRequest } from './completion-request.js';
import { TextChunks } from './text-chunks.js';
import { TextLogprobsWriter } from './text-logprobs-writer.js';
import { WholeTextCompletion } from './whole-text-completion.js';

const HEAD = { id: 'cmpl-1', created: 1_700_000_000, model: 'tiny', systemFingerprint: 'fp_1' };
const BASE = {
  id: 'cmpl-1',
  object: 'text_completion',
  created: 1_700_000_000,
  model: 'tiny',
  system_fingerprint: 'fp_1',
};
const PROMPT: PromptEvent = { type: 'prompt', tokens: 4, cachedTokens: 1, droppedTokens: 0 };

const request = (fields: Partial<CompletionRequest> = {}): CompletionRequest => ({
  model: 'default',
  prompt: 'Once',
  ...fields,
});

function text(piece: string, index = 0, logprobs?: LogProbability[]): TextDelta {
  return { type: 'delta', index, kind: 'text', text: piece, tokens: 1, ...(logprobs ? { logprobs } : {}) };
}

function end(index = 0, completionTokens = 2): EndEvent {
  return {
    type: 'end',
    index,
    finishReason: 'stop',
    usage: { promptTokens: 4, cachedTokens: 1, completionTokens, reasoningTokens: 0 },
    timings: { queueMs: 0, promptMs: 1, generationMs: 2 },
  };
}

function token(piece: string, bytes = [...Buffer.from(piece)], logprob = -1): LogProbability {
  return { token: 1, text: piece, bytes, logprob, top: [] };
}

const usage = (prompt: number, cached: number, completion: number) => ({
  prompt_tokens: prompt,
  completion_tokens: completion,
  total_tokens: prompt + completion,
  prompt_tokens_details: { cached_tokens: cached },
  completion_tokens_details: { reasoning_tokens: 0 },
});

describe('TextChunks', () => {
  it('sends the deltas, the finish reason and the usage if asked for', () => {
    const chunks = new TextChunks(HEAD, request({ stream_options: { include_usage: true } }), 1);
    const events: GenerationEvent[] = [{ type: 'queued', position: 1 }, PROMPT, text(' upon'), text(' 🦉'), end()];
    expect([...events.flatMap((event) => chunks.of(event)), ...chunks.finish()]).toEqual([
      { ...BASE, usage: null, choices: [{ index: 0, text: ' upon', logprobs: null, finish_reason: null }] },
      { ...BASE, usage: null, choices: [{ index: 0, text: ' 🦉', logprobs: null, finish_reason: null }] },
      { ...BASE, usage: null, choices: [{ index: 0, text: '', logprobs: null, finish_reason: 'stop' }] },
      { ...BASE, usage: usage(4, 1, 2), choices: [] },
    ]);
  });

  it('says nothing of usage when not asked', () => {
    const chunks = new TextChunks(HEAD, request(), 1);
    expect([...chunks.of(PROMPT), ...chunks.of(text('a')), ...chunks.of(end()), ...chunks.finish()]).toEqual([
      { ...BASE, choices: [{ index: 0, text: 'a', logprobs: null, finish_reason: null }] },
      { ...BASE, choices: [{ index: 0, text: '', logprobs: null, finish_reason: 'stop' }] },
    ]);
  });

  it('waits for the ends of all answers to all prompts', () => {
    const chunks = new TextChunks(HEAD, request({ n: 2 }), 2);
    for (const index of [0, 1, 2]) chunks.of(end(index));
    expect(() => chunks.finish()).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
    chunks.of(end(3));
    expect(chunks.finish()).toEqual([]);
  });

  it('keeps the offsets of each answer apart', () => {
    const chunks = new TextChunks(HEAD, request({ n: 2, logprobs: 0 }), 1);
    const offsets = [text('ab', 0, [token('ab')]), text('x', 1, [token('x')]), text('c', 0, [token('c')])]
      .flatMap((event) => chunks.of(event))
      .map(({ choices }) => choices[0]?.logprobs?.text_offset);
    expect(offsets).toEqual([[0], [0], [2]]);
  });
});

describe('WholeTextCompletion', () => {
  it('adds up the answers to several prompts', () => {
    const answer = new WholeTextCompletion(HEAD, request({ n: 2 }), 2);
    const warning = { type: 'warning', code: 'odd', message: 'Odd.' } as const;
    const events = [PROMPT, text('a'), text('c', 2), PROMPT, warning, text('b'), text('d', 3), text('e', 1)];
    for (const event of [...events, ...[3, 1, 0, 2].map((index) => end(index, 1))]) answer.add(event);
    expect(answer.finish()).toEqual({
      ...BASE,
      choices: ['ab', 'e', 'c', 'd'].map((piece, index) => ({
        index,
        text: piece,
        logprobs: null,
        finish_reason: 'stop',
      })),
      usage: usage(8, 2, 4),
      warnings: [{ code: 'odd', message: 'Odd.' }],
    });
  });

  it('has the log probabilities when asked', () => {
    const answer = new WholeTextCompletion(HEAD, request({ logprobs: 1 }), 1);
    for (const event of [PROMPT, text('a', 0, [token('a')]), text('b', 0, [token('b')]), end()]) answer.add(event);
    expect(answer.finish().choices[0]?.logprobs).toEqual({
      tokens: ['a', 'b'],
      token_logprobs: [-1, -1],
      top_logprobs: [{ a: -1 }, { b: -1 }],
      text_offset: [0, 1],
    });
  });

  it('does not pass over an answer without an end', () => {
    const answer = new WholeTextCompletion(HEAD, request(), 1);
    answer.add(text('a'));
    expect(() => answer.finish()).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });
});

describe('TextLogprobsWriter', () => {
  it('counts offsets in characters, also where tokens cut them', () => {
    const [owl0, owl1] = [token('\ufffd', [0xf0, 0x9f]), token('\ufffd', [0xa6, 0x89])];
    const tokens = [token('Zü'), owl0, owl1, token('!'), token('', []), token('\ufffd')];
    const written = new TextLogprobsWriter().write(tokens);
    expect(written.text_offset).toEqual([0, 2, 2, 3, 4, 4]);
    expect(written.tokens).toEqual(['Zü', 'bytes:\\xf0\\x9f', 'bytes:\\xa6\\x89', '!', '', '\ufffd']);
  });

  it('lists the likeliest tokens with the generated one among them', () => {
    const top = [token(' Paris', undefined, -0.1), token('\ufffd', [0x0a, 0xe2], Number.NEGATIVE_INFINITY)];
    const inside = { ...token(' Paris', undefined, -0.1), top };
    const outside = { ...token(' Rome', undefined, -7), top };
    const written = new TextLogprobsWriter().write([inside, outside]);
    const likeliest = { ' Paris': -0.1, 'bytes:\\x0a\\xe2': -9999 };
    expect(written.top_logprobs).toEqual([likeliest, { ...likeliest, ' Rome': -7 }]);
    expect(written.token_logprobs).toEqual([-0.1, -7]);
  });
});
