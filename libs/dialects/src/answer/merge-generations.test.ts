import type { GenerationEvent } from '@predict-otron/plugin-sdk';
import { concat, NEVER, Observable, of, Subject, throwError } from 'rxjs';
import { mergeGenerations } from './merge-generations.js';

const delta = (text: string, index = 0): GenerationEvent => ({ type: 'delta', index, kind: 'text', text, tokens: 1 });
const PROMPT: GenerationEvent = { type: 'prompt', tokens: 1, cachedTokens: 0, droppedTokens: 0 };

describe('mergeGenerations', () => {
  it('gives the answers of each prompt their own indices', () => {
    const events: GenerationEvent[] = [];
    const generations = ['a', 'b', 'c'].map((text) => of(PROMPT, delta(text), delta(text, 1)));
    mergeGenerations(generations, 2, 3).subscribe((event) => events.push(event));
    expect(events.filter(({ type }) => type === 'prompt')).toHaveLength(3);
    expect(
      events.flatMap((event) => (event.type === 'delta' && event.kind === 'text' ? [[event.text, event.index]] : [])),
    ).toEqual([
      ['a', 0],
      ['a', 1],
      ['b', 2],
      ['b', 3],
      ['c', 4],
      ['c', 5],
    ]);
  });

  it('runs no more prompts at once than it may', () => {
    const running = ['a', 'b', 'c'].map(() => new Subject<GenerationEvent>());
    mergeGenerations(running, 1, 2).subscribe();
    expect(running.map(({ observed }) => observed)).toEqual([true, true, false]);
    running[0]?.complete();
    expect(running.map(({ observed }) => observed)).toEqual([false, true, true]);
  });

  it('passes events on at once, so that back-pressure is felt', () => {
    const seen: string[] = [];
    const source = new Observable<GenerationEvent>((subscriber) => {
      subscriber.next(delta('a'));
      seen.push('after a');
      subscriber.next(delta('b'));
    });
    mergeGenerations([source], 1, 1).subscribe((event) =>
      seen.push(event.type === 'delta' && 'text' in event ? event.text : ''),
    );
    expect(seen).toEqual(['a', 'after a', 'b']);
  });

  it('ends all when one fails, and when nobody wants them any more', () => {
    let closed = 0;
    const open = () =>
      new Observable<GenerationEvent>(() => () => {
        closed += 1;
      });
    const failures: unknown[] = [];
    const failing = concat(
      of(PROMPT),
      throwError(() => 'broken'),
    );
    mergeGenerations([open(), failing], 1, 2).subscribe({ error: (error) => failures.push(error) });
    expect({ failures, closed }).toEqual({ failures: ['broken'], closed: 1 });
    mergeGenerations([open(), open(), NEVER], 1, 3).subscribe().unsubscribe();
    expect(closed).toBe(3);
  });
});
