import type { EndEvent, GenerationEvent, LogProbability, PromptEvent } from '@predict-otron/plugin-sdk';
import { from, lastValueFrom, toArray } from 'rxjs';
import { mergeGenerations } from '../../answer/merge-generations.js';
import { validateRequest } from '../../validation/validate-request.js';
import { completionGenerationRequests } from './completion-generation-requests.js';
import { CompletionRequest } from './completion-request.js';
import { type EchoedPrompt, echoedPrompt } from './echoed-prompt.js';
import { TextChunks } from './text-chunks.js';
import { WholeTextCompletion } from './whole-text-completion.js';

const HEAD = { id: 'cmpl-1', created: 1_700_000_000, model: 'tiny', systemFingerprint: 'fp_1' };

function token(text: string, logprob: number, top: [string, number][] = []): LogProbability {
  const of = (piece: string, value: number) => ({
    token: 1,
    text: piece,
    bytes: [...Buffer.from(piece)],
    logprob: value,
  });
  return { ...of(text, logprob), top: top.map(([piece, value]) => of(piece, value)) };
}

function prompt(logprobs?: LogProbability[]): PromptEvent {
  const tokens = (logprobs?.length ?? 0) + 1;
  return { type: 'prompt', tokens, cachedTokens: 0, droppedTokens: 0, ...(logprobs ? { logprobs } : {}) };
}

function delta(text: string, logprobs?: LogProbability[], index = 0): GenerationEvent {
  return { type: 'delta', index, kind: 'text', text, tokens: 1, ...(logprobs ? { logprobs } : {}) };
}

function end(index = 0, completionTokens = 1): EndEvent {
  return {
    type: 'end',
    index,
    finishReason: 'length',
    usage: { promptTokens: 4, cachedTokens: 0, completionTokens, reasoningTokens: 0 },
    timings: { queueMs: 0, promptMs: 1, generationMs: 2 },
  };
}

function whole(body: object, echo: EchoedPrompt[], events: GenerationEvent[], prompts = 1) {
  const request = validateRequest(CompletionRequest, { model: 'default', prompt: 'x', echo: true, ...body });
  const answer = new WholeTextCompletion(HEAD, request, prompts, echo);
  for (const event of events) answer.add(event);
  return answer.finish();
}

const READ = [
  token(' cat', -2, [[' dog', -1]]),
  token(' sat', -0.25, [[' sat', -0.25]]),
  token('.', -1.5, [[' on', -1.25]]),
];
const CAT: EchoedPrompt = { text: 'The cat sat.', firstToken: 'The' };

describe('loglikelihood calls of an evaluation harness', () => {
  const CALL = { prompt: [464, 3797, 3332, 13], echo: true, logprobs: 1, temperature: 0, seed: 1234 };

  it.each([0, 1])('ask for the probabilities of the prompt, with max_tokens: %i', (max_tokens) => {
    const request = validateRequest(CompletionRequest, { model: 'default', ...CALL, max_tokens });
    expect(completionGenerationRequests(request)).toEqual([
      {
        prompt: { tokens: [464, 3797, 3332, 13] },
        sampling: { temperature: 0, seed: 1234 },
        stop: [],
        n: 1,
        contextOverflow: 'refuse',
        maxTokens: max_tokens,
        logprobs: { top: 1, prompt: true },
      },
    ]);
  });

  const LOGPROBS = {
    tokens: ['The', ' cat', ' sat', '.'],
    token_logprobs: [null, -2, -0.25, -1.5],
    top_logprobs: [null, { ' dog': -1, ' cat': -2 }, { ' sat': -0.25 }, { ' on': -1.25, '.': -1.5 }],
    text_offset: [0, 3, 7, 11],
  };

  it('get the prompt alone with max_tokens: 0', () => {
    const answer = whole({ ...CALL, max_tokens: 0 }, [CAT], [prompt(READ), end(0, 0)]);
    expect(answer.choices).toEqual([{ index: 0, text: 'The cat sat.', logprobs: LOGPROBS, finish_reason: 'length' }]);
    expect(answer.usage).toMatchObject({ prompt_tokens: 4, completion_tokens: 0, total_tokens: 4 });
  });

  it('get the prompt and one token with max_tokens: 1', () => {
    const next = token(' Then', -3, [[' He', -0.75]]);
    const answer = whole({ ...CALL, max_tokens: 1 }, [CAT], [prompt(READ), delta(' Then', [next]), end()]);
    expect(answer.choices).toEqual([
      {
        index: 0,
        text: 'The cat sat. Then',
        logprobs: {
          tokens: [...LOGPROBS.tokens, ' Then'],
          token_logprobs: [...LOGPROBS.token_logprobs, -3],
          top_logprobs: [...LOGPROBS.top_logprobs, { ' He': -0.75, ' Then': -3 }],
          text_offset: [...LOGPROBS.text_offset, 12],
        },
        finish_reason: 'length',
      },
    ]);
  });

  it('get several prompts in order, whichever is read first', async () => {
    const other = [token(' day', -1)];
    const generations = [
      from([prompt(READ), delta('!', [token('!', -1)]), end()]),
      from([prompt(other), delta('?', [token('?', -2)]), end()]),
    ];
    const events = await lastValueFrom(mergeGenerations(generations, 1, 2).pipe(toArray()));
    const late = [...events.slice(3), ...events.slice(0, 3)];
    const body = { ...CALL, prompt: [CALL.prompt, [32, 1110]], max_tokens: 1 };
    const { choices } = whole(body, [CAT, { text: 'A day', firstToken: 'A' }], late, 2);
    expect(choices.map(({ text, logprobs }) => [text, logprobs?.token_logprobs, logprobs?.text_offset])).toEqual([
      ['The cat sat.!', [null, -2, -0.25, -1.5, -1], [0, 3, 7, 11, 12]],
      ['A day?', [null, -1, -2], [0, 1, 5]],
    ]);
  });
});

describe('echo', () => {
  it('without probabilities puts the text in front, of every answer', () => {
    const events = [prompt(), delta(' a'), delta(' b', undefined, 1), end(), end(1)];
    const { choices } = whole({ n: 2 }, [{ text: 'Once' }], events);
    expect(choices.map(({ text, logprobs }) => [text, logprobs])).toEqual([
      ['Once a', null],
      ['Once b', null],
    ]);
  });

  it.each<[string, string, LogProbability[], string[], number[]]>([
    ['a first token of the text', 'Once upon', [token(' upon', -1)], ['Once', ' upon', '!'], [0, 4, 9]],
    [
      'a token for the beginning',
      'Once upon',
      [token('Once', -1), token(' upon', -1)],
      ['', 'Once', ' upon', '!'],
      [0, 0, 4, 9],
    ],
    [
      'a space put in front',
      'Once upon',
      [token(' Once', -1), token(' upon', -1)],
      ['', ' Once', ' upon', '!'],
      [0, 0, 4, 9],
    ],
    ['one token', 'Once', [], ['Once', '!'], [0, 4]],
    ['characters of several bytes', 'Zü🦉', [token('🦉', -1)], ['Zü', '🦉', '!'], [0, 2, 3]],
  ])('lays tokens against the text: %s', (_, text, read, tokens, offsets) => {
    const events = [prompt(read.length > 0 ? read : undefined), delta('!', [token('!', -1)]), end()];
    const { choices } = whole({ logprobs: 0 }, [{ text }], events);
    expect(choices[0]).toMatchObject({ text: `${text}!`, logprobs: { tokens, text_offset: offsets } });
    expect(choices[0]?.logprobs?.token_logprobs[0]).toBeNull();
  });

  it('comes first in a stream', () => {
    const request = validateRequest(CompletionRequest, { model: 'default', prompt: 'x', echo: true, logprobs: 1 });
    const chunks = new TextChunks(HEAD, request, 1, [CAT]);
    const pieces = [prompt(READ), delta('!', [token('!', -1)]), end()].flatMap((event) => chunks.of(event));
    expect(pieces.map(({ choices }) => [choices[0]?.text, choices[0]?.logprobs?.text_offset])).toEqual([
      ['The cat sat.', [0, 3, 7, 11]],
      ['!', [12]],
      ['', undefined],
    ]);
  });

  it('asks the model for the text of token ids', async () => {
    const detokenize = async (tokens: number[]) => tokens.map((id) => `<${id}>`).join('');
    expect(await echoedPrompt({ tokens: [5, 6] }, detokenize)).toEqual({ text: '<5><6>', firstToken: '<5>' });
    expect(await echoedPrompt({ text: 'Once' }, detokenize)).toEqual({ text: 'Once' });
  });
});

describe('what a completion reports beside its text', () => {
  it('has measured times, once', () => {
    const request = validateRequest(CompletionRequest, { model: 'default', prompt: ['a', 'b'], timings: true });
    const events = [prompt(), delta('a'), end(), prompt(), delta('b', undefined, 1), end(1)];
    const timings = { queue_ms: 0, prompt_ms: 1, ms_per_token: 2, cached_tokens: 0 };
    const chunks = new TextChunks(HEAD, request, 2);
    for (const event of events) expect(chunks.of(event).every((chunk) => chunk.timings === undefined)).toBe(true);
    expect(chunks.finish()).toEqual([expect.objectContaining({ choices: [], timings })]);
  });

  it('counts dropped tokens of each prompt once', async () => {
    const usage = { promptTokens: 1, cachedTokens: 0, completionTokens: 1, reasoningTokens: 0 };
    const answers = [3, 5].map((droppedTokens) =>
      from([
        { ...prompt(), droppedTokens },
        { ...end(0), usage: { ...usage, droppedTokens } },
        { ...end(1), usage: { ...usage, droppedTokens: droppedTokens + 1 } },
      ]),
    );
    const events = await lastValueFrom(mergeGenerations(answers, 2, 1).pipe(toArray()));
    const answer = whole({ echo: false, n: 2, prompt: ['a', 'b'] }, [], events, 2);
    expect(answer.usage?.prompt_tokens_details.dropped_tokens).toBe(3 + 5 + 1 + 1);
  });
});
