import assert from 'node:assert/strict';
import type { GenerationEvent, GenerationRequest, StageRequest, StreamStage } from '@predict-otron/plugin-sdk';
import { PluginError } from '@predict-otron/plugin-sdk';
import {
  asyncScheduler,
  concat,
  from,
  lastValueFrom,
  NEVER,
  Observable,
  Subject,
  scheduled,
  throwError,
  toArray,
} from 'rxjs';
import type { Check } from './check.js';
import { assertEventOrder } from './generation-run.js';
import { rejectsWith } from './rejects-with.js';
import { assertPlain, assertShape, flag, listOf, optional, type Shape, shaped, text } from './shape.js';

const STAGE: Shape<StreamStage> = {
  name: text,
  order: Number.isFinite,
  permissions: shaped({ models: listOf(text), readPrompts: flag, buffers: flag }),
  request: optional((value) => typeof value === 'function'),
  events: optional((value) => typeof value === 'function'),
};

const WORDS = Array.from({ length: 24 }, (_, i) => ` word${i}`);
const EVENTS: GenerationEvent[] = [
  { type: 'prompt', tokens: 8, cachedTokens: 0, droppedTokens: 0 },
  ...WORDS.map((word, i): GenerationEvent => ({ type: 'delta', index: i % 2, kind: 'text', text: word, tokens: 1 })),
  ...[0, 1].map(
    (index): GenerationEvent => ({
      type: 'end',
      index,
      finishReason: 'stop',
      usage: { promptTokens: 8, cachedTokens: 0, completionTokens: WORDS.length / 2, reasoningTokens: 0 },
      timings: { queueMs: 0, promptMs: 1, generationMs: 2 },
    }),
  ),
];

export const STAGE_CHECKS: Check<StreamStage>[] = [
  {
    name: 'has a name, an order and permissions',
    run: async (stage) => {
      const { name, order, permissions, request, events } = stage;
      const wrong = Object.entries({ name, order, permissions, request, events }).filter(
        ([field, value]) => !STAGE[field as keyof StreamStage](value),
      );
      assert.deepEqual(wrong, [], 'a stage has missing or wrong fields');
      assert.ok(request || events, 'a stage must change requests or events');
    },
  },
  {
    name: 'returns a whole request, or refuses with a PluginError',
    run: async (stage) => {
      const answer = new Promise((resolve) => resolve(stage.request?.(stageRequest(stage))));
      const changed = await answer.catch((error: unknown) => {
        assert.ok(PluginError.is(error), `a stage must refuse with a PluginError: ${String(error)}`);
      });
      if (changed) assertShape('the request of a stage', changed as GenerationRequest, REQUEST);
    },
  },
  {
    name: 'keeps the order of events, however they come',
    run: async (stage) => {
      for (const source of [from(EVENTS), scheduled(EVENTS, asyncScheduler)]) {
        const events = await lastValueFrom(through(stage, source).pipe(toArray()));
        assertEventOrder(events, 2);
        for (const event of events) assertPlain('an event of a stage', event);
        const places = events.flatMap((event) => {
          const place = event.type === 'delta' && event.kind === 'text' ? WORDS.indexOf(event.text) : -1;
          return place >= 0 ? [place] : [];
        });
        assert.deepEqual(
          places,
          [...places].sort((a, b) => a - b),
          'deltas must stay in order',
        );
      }
    },
  },
  {
    name: 'gives events while it takes one, unless it may buffer',
    run: async (stage) => {
      if (stage.permissions.buffers) return;
      const source = new Subject<GenerationEvent>();
      let taking = true;
      let late = 0;
      const ended = new Promise<void>((resolve, reject) => {
        through(stage, source).subscribe({ next: () => !taking && late++, error: reject, complete: resolve });
      });
      for (const event of EVENTS) {
        taking = true;
        source.next(event);
        taking = false;
        await new Promise(setImmediate);
      }
      taking = true;
      source.complete();
      taking = false;
      await ended;
      assert.equal(late, 0, 'a stage that holds events back needs the permission buffers');
    },
  },
  {
    name: 'passes on an error',
    run: async (stage) => {
      const failing = concat(
        from(EVENTS.slice(0, 4)),
        throwError(() => new PluginError('ENGINE_CRASHED', 'the engine crashed')),
      );
      await rejectsWith('ENGINE_CRASHED', 'a crash under a stage', lastValueFrom(through(stage, failing)));
    },
  },
  {
    name: 'starts its source when it is subscribed, and stops it when it is unsubscribed',
    run: async (stage) => {
      let running = 0;
      const source = new Observable<GenerationEvent>((subscriber) => {
        running++;
        subscriber.add(concat(from(EVENTS.slice(0, 4)), NEVER).subscribe(subscriber));
        return () => {
          running--;
        };
      });
      const stream = through(stage, source);
      assert.equal(running, 0, 'a stage must not start its source before it is subscribed');
      const subscription = stream.subscribe();
      assert.equal(running, 1, 'a stage must start its source once when it is subscribed');
      subscription.unsubscribe();
      assert.equal(running, 0, 'a stage must stop its source when it is unsubscribed');
    },
  },
];

const REQUEST: Shape<Pick<GenerationRequest, 'prompt' | 'sampling' | 'stop' | 'n' | 'contextOverflow'>> = {
  prompt: (value) => typeof value === 'object' && value !== null,
  sampling: (value) => typeof value === 'object' && value !== null,
  stop: listOf(text),
  n: (value) => Number.isInteger(value) && (value as number) > 0,
  contextOverflow: text,
};

/** What the kernel shows: without permission to read them, prompts are empty. */
function stageRequest({ permissions }: StreamStage): StageRequest {
  const prompt = { text: permissions.readPrompts ? 'Once upon a time' : '' };
  const request: GenerationRequest = { prompt, sampling: {}, stop: [], maxTokens: 32, n: 2, contextOverflow: 'refuse' };
  return { requestId: 'request-1', model: 'model', request };
}

function through(stage: StreamStage, source: Observable<GenerationEvent>): Observable<GenerationEvent> {
  const operator = stage.events?.(stageRequest(stage));
  return operator ? operator(source) : source;
}
