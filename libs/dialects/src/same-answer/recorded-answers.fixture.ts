import type { EndEvent, GenerationEvent, LogProbability } from '@predict-otron/plugin-sdk';

/** An answer, whatever API it came through. */
export interface Answer {
  text: string;
  thoughts: string;
  calls: [name: string, input: unknown][];
  end: 'stop' | 'length' | 'calls';
  /** `cached` and `thought` are undefined where an API has no word for them. */
  tokens: { prompt: number; cached: number | undefined; answer: number; thought: number | undefined };
  /** Tokens and their log probabilities, in order; of the text and of calls. */
  scored: [token: string, logprob: number][];
  warnings: string[];
}

/** One generation as the engine told it, and what it comes to. */
export interface RecordedAnswer {
  name: string;
  events: GenerationEvent[];
  answer: Answer;
  /** What the calls' tokens would be among `answer.scored`. */
  scoredCalls: number;
}

/** The log probability that tokens of thoughts have here, and no others. */
export const OF_THOUGHTS = -9;

const PROMPT: GenerationEvent = { type: 'prompt', tokens: 12, cachedTokens: 5, droppedTokens: 0 };

const scores = (token: string, logprob: number): LogProbability[] => [
  { token: 1, text: token, bytes: [...Buffer.from(token)], logprob, top: [] },
];
const text = (piece: string, logprob: number): GenerationEvent => ({
  type: 'delta',
  index: 0,
  kind: 'text',
  text: piece,
  tokens: 1,
  logprobs: scores(piece, logprob),
});
const thought = (piece: string): GenerationEvent => ({
  type: 'delta',
  index: 0,
  kind: 'reasoning',
  text: piece,
  tokens: 1,
  logprobs: scores(piece, OF_THOUGHTS),
});
const call = (number: number, argumentsDelta: string, begin?: { id: string; name: string }): GenerationEvent => ({
  type: 'delta',
  index: 0,
  kind: 'tool-call',
  call: number,
  argumentsDelta,
  tokens: 1,
  logprobs: scores(argumentsDelta, -3),
  ...begin,
});
const end = (finishReason: EndEvent['finishReason'], more: Partial<EndEvent> = {}): EndEvent => ({
  type: 'end',
  index: 0,
  finishReason,
  usage: { promptTokens: 12, cachedTokens: 5, completionTokens: 4, reasoningTokens: 0 },
  timings: { queueMs: 0, promptMs: 1, generationMs: 2 },
  ...more,
});

const TOKENS = { prompt: 12, cached: 5, answer: 4, thought: 0 };
const PLAIN: Answer = { text: '', thoughts: '', calls: [], end: 'stop', tokens: TOKENS, scored: [], warnings: [] };
const thinking = { promptTokens: 12, cachedTokens: 5, completionTokens: 4, reasoningTokens: 2 };

export const RECORDED: RecordedAnswer[] = [
  {
    name: 'a text',
    events: [PROMPT, text('Zü', -0.5), text('rich 🦉', -1), end('stop')],
    answer: {
      ...PLAIN,
      text: 'Zürich 🦉',
      scored: [
        ['Zü', -0.5],
        ['rich 🦉', -1],
      ],
    },
    scoredCalls: 0,
  },
  {
    name: 'a text that a stop string ended',
    events: [
      { type: 'queued', position: 1 },
      { type: 'loading', progress: 0.5 },
      PROMPT,
      text('a', -2),
      end('stop', { stopString: 'END' }),
    ],
    answer: { ...PLAIN, text: 'a', scored: [['a', -2]] },
    scoredCalls: 0,
  },
  {
    name: 'a cut text with a warning',
    events: [PROMPT, { type: 'warning', code: 'odd', message: 'Odd.' }, text('a', -2), end('length')],
    answer: { ...PLAIN, text: 'a', end: 'length', scored: [['a', -2]], warnings: ['odd'] },
    scoredCalls: 0,
  },
  { name: 'nothing', events: [PROMPT, end('stop')], answer: PLAIN, scoredCalls: 0 },
  {
    name: 'thoughts and a text',
    events: [PROMPT, thought('Hm'), thought('.'), text('Yes', -1), end('stop', { usage: thinking })],
    answer: { ...PLAIN, text: 'Yes', thoughts: 'Hm.', tokens: { ...TOKENS, thought: 2 }, scored: [['Yes', -1]] },
    scoredCalls: 0,
  },
  {
    name: 'thoughts that were cut',
    events: [PROMPT, thought('Hm'), end('length', { usage: thinking })],
    answer: { ...PLAIN, thoughts: 'Hm', end: 'length', tokens: { ...TOKENS, thought: 2 } },
    scoredCalls: 0,
  },
  {
    name: 'thoughts, a text and two calls',
    events: [
      PROMPT,
      thought('Hm.'),
      text('See: ', -1),
      call(0, '', { id: 'c1', name: 'weather' }),
      call(0, '{"city":'),
      call(0, '"Paris"}'),
      { type: 'warning', code: 'odd', message: 'Odd.' },
      call(1, '{}', { id: 'c2', name: 'time' }),
      end('tool-calls', { usage: thinking }),
    ],
    answer: {
      text: 'See: ',
      thoughts: 'Hm.',
      calls: [
        ['weather', { city: 'Paris' }],
        ['time', {}],
      ],
      end: 'calls',
      tokens: { ...TOKENS, thought: 2 },
      scored: [
        ['See: ', -1],
        ['', -3],
        ['{"city":', -3],
        ['"Paris"}', -3],
        ['{}', -3],
      ],
      warnings: ['odd'],
    },
    scoredCalls: 4,
  },
];
