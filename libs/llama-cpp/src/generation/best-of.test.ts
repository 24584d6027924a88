import type { EndEvent, GenerationEvent } from '@predict-otron/plugin-sdk';
import { firstValueFrom, from, toArray } from 'rxjs';
import { bestOf } from './best-of.js';

const delta = (index: number, text: string, logprob: number): GenerationEvent => ({
  type: 'delta',
  index,
  kind: 'text',
  text,
  tokens: 1,
  logprobs: [{ token: 1, text, bytes: [], logprob, top: [] }],
});
const end = (index: number): EndEvent => ({
  type: 'end',
  index,
  finishReason: 'stop',
  usage: { promptTokens: 3, cachedTokens: 0, completionTokens: 2, reasoningTokens: 0 },
  timings: { queueMs: 0, promptMs: 0, generationMs: 0 },
});
const events = [
  { type: 'prompt' as const, tokens: 3, cachedTokens: 0, droppedTokens: 0 },
  delta(0, 'bad', -5),
  delta(1, 'best', -1),
  delta(2, 'good', -2),
  delta(1, '!', -1),
  end(2),
  end(0),
  end(1),
];
const chosen = (n: number, keep: boolean) => firstValueFrom(from(events).pipe(bestOf(n, keep), toArray()));

describe('bestOf', () => {
  it('gives the likeliest answers, the best first', async () => {
    const all = await chosen(2, false);
    expect(
      all.map((event) => [event.type, 'index' in event ? event.index : '', 'text' in event ? event.text : '']),
    ).toEqual([
      ['prompt', '', ''],
      ['delta', 0, 'best'],
      ['delta', 0, '!'],
      ['end', 0, ''],
      ['delta', 1, 'good'],
      ['end', 1, ''],
    ]);
    expect(all.every((event) => !('logprobs' in event))).toBe(true);
  });

  it('counts the tokens of all', async () => {
    const ends = (await chosen(2, false)).filter((event) => event.type === 'end');
    expect(ends.reduce((sum, { usage }) => sum + usage.completionTokens, 0)).toBe(6);
  });

  it('keeps log probabilities that were asked for', async () => {
    expect((await chosen(1, true))[1]).toHaveProperty('logprobs');
  });
});
