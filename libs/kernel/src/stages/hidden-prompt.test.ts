import type { GenerationEvent, GenerationRequest, Prompt } from '@predict-otron/plugin-sdk';
import { from, lastValueFrom, map, tap, toArray } from 'rxjs';
import { withoutPrompt, withoutPromptLogprobs } from './hidden-prompt.js';

describe('withoutPrompt', () => {
  it.each<[Prompt, Prompt]>([
    [
      { messages: [{ role: 'user', content: [{ type: 'text', text: 'secret' }] }], tools: [{ name: 'secret' }] },
      { messages: [] },
    ],
    [{ text: 'secret' }, { text: '' }],
    [{ tokens: [1, 2] }, { tokens: [] }],
    [
      { prefix: 'secret', suffix: 'secret' },
      { prefix: '', suffix: '' },
    ],
  ])('empties %j', (prompt, empty) => {
    const request = { prompt, n: 2, stop: ['x'] } as GenerationRequest;
    expect(withoutPrompt(request)).toEqual({ prompt: empty, n: 2, stop: ['x'] });
    expect(request.prompt).toBe(prompt);
  });
});

describe('withoutPromptLogprobs', () => {
  it('hides the probabilities of the prompt from the operator alone', async () => {
    const logprobs = [{ token: 1, text: 'secret', bytes: [], logprob: -1, top: [] }];
    const events: GenerationEvent[] = [
      { type: 'prompt', tokens: 1, cachedTokens: 0, droppedTokens: 0, logprobs },
      { type: 'delta', index: 0, kind: 'text', text: 'a', tokens: 1, logprobs },
    ];
    const seen: GenerationEvent[] = [];
    const operator = withoutPromptLogprobs((source) =>
      source.pipe(
        tap((event) => seen.push(event)),
        map((event) => ({ ...event })),
      ),
    );
    expect(await lastValueFrom(operator(from(events)).pipe(toArray()))).toEqual(events);
    expect(seen).toEqual([{ ...events[0], logprobs: undefined }, events[1]]);
  });
});
