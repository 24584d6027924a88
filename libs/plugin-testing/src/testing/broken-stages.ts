import type { GenerationEvent } from '@predict-otron/plugin-sdk';
import { catchError, delay, EMPTY, filter, from, map, mergeMap, Observable, ReplaySubject, timer, toArray } from 'rxjs';
import type { BrokenPlugin } from './broken-plugin.js';
import { changeStage } from './change-toy.js';

const ORDER = 'a stage keeps the order of events, however they come';
const LIFE = 'a stage starts its source when it is subscribed, and stops it when it is unsubscribed';

export const BROKEN_STAGES: BrokenPlugin[] = [
  ['a stage has a name, an order and permissions', 'no order', changeStage(() => ({ order: Number.NaN }))],
  [
    'a stage has a name, an order and permissions',
    'nothing to do',
    changeStage(() => ({ request: undefined, events: undefined })),
  ],
  [
    'a stage returns a whole request, or refuses with a PluginError',
    'a part of the request',
    changeStage(() => ({ request: ({ request }) => ({ prompt: request.prompt }) as never })),
  ],
  [
    'a stage returns a whole request, or refuses with a PluginError',
    'an error without a code',
    changeStage(() => ({
      request: () => {
        throw new Error('no');
      },
    })),
  ],
  [ORDER, 'ends left out', changeStage(() => ({ events: () => filter(({ type }) => type !== 'end') }))],
  [
    ORDER,
    'later words first',
    changeStage(() => ({ events: () => mergeMap((event, i) => timer(50 - i).pipe(map(() => event))) })),
  ],
  [
    ORDER,
    'words turned around',
    changeStage(() => ({ events: () => (source) => source.pipe(toArray(), mergeMap(turnWords)) })),
  ],
  [
    'a stage gives events while it takes one, unless it may buffer',
    'each event a moment later',
    changeStage(() => ({ events: () => delay(1) })),
  ],
  ['a stage passes on an error', 'an error swallowed', changeStage(() => ({ events: () => catchError(() => EMPTY) }))],
  [
    LIFE,
    'a source that is never stopped',
    changeStage(() => ({
      events: () => (source) =>
        new Observable<GenerationEvent>((subscriber) => {
          source.subscribe({ next: (event) => subscriber.next(event) });
        }),
    })),
  ],
  [
    LIFE,
    'a source that starts by itself',
    changeStage(() => ({
      events: () => (source) => {
        const replay = new ReplaySubject<GenerationEvent>();
        source.subscribe(replay);
        return replay;
      },
    })),
  ],
];

/** The deltas in reverse between the prompt and the ends. */
function turnWords(events: GenerationEvent[]): Observable<GenerationEvent> {
  const deltas = events.filter(({ type }) => type === 'delta').reverse();
  const others = events.filter(({ type }) => type !== 'delta');
  return from([...others.slice(0, 1), ...deltas, ...others.slice(1)]);
}
