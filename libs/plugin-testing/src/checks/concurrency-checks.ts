import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GenerationRequest, LoadedModel } from '@predict-otron/plugin-sdk';
import { first, firstValueFrom, type Observable } from 'rxjs';
import type { LanguageSubject } from '../subject/subject.js';
import type { Check } from './check.js';
import { generate } from './generation-run.js';
import { fillSlots, longRequest, textRequest } from './requests.js';

/** How long a model that answers one request at a time is watched for what it must not do. */
const WATCH_MS = 200;

/** How requests share a model. */
export const CONCURRENCY_CHECKS: Check<LanguageSubject>[] = [
  {
    name: 'answers several requests at once without mixing them up',
    run: async (subject) => {
      const model = await subject.model();
      const requests = Array.from({ length: model.parallel }, (_, i) =>
        textRequest(subject, { prompt: { text: 'and then again '.repeat(i + 1) }, maxTokens: 4 + i }),
      );
      const together = await Promise.all(requests.map((request) => generate(model, request)));
      for (const [i, request] of requests.entries()) {
        const alone = await generate(model, request);
        assert.equal(together[i]?.prompt.tokens, alone.prompt.tokens, 'each request must read its own prompt');
        const { usage } = together[i]?.answers[0]?.end ?? assert.fail('no answer');
        assert.ok(usage.completionTokens <= 4 + i, 'each request must keep its own maxTokens');
      }
    },
  },
  {
    name: 'stops a generation that is unsubscribed',
    run: async (subject) => {
      const model = await subject.model();
      let asked = 0;
      const reader = {
        ready: async () => {
          asked++;
        },
      };
      await firstDelta(model, await endless(subject), reader);
      await meanwhile(subject);
      const before = asked;
      await meanwhile(subject);
      assert.equal(asked, before, 'a generation must not go on after it was unsubscribed');
    },
  },
  {
    name: 'frees the slots of generations that are unsubscribed, at whatever moment',
    run: async (subject) => {
      const model = await subject.model();
      const request = await endless(subject);
      const slots = Array.from({ length: model.parallel });
      for (const stream of slots.map(() => model.generate(request))) stream.subscribe().unsubscribe();
      await fillSlots(model, textRequest(subject));
      await Promise.all(slots.map(() => firstValueFrom(model.generate(request))));
      await fillSlots(model, textRequest(subject));
      await Promise.all(slots.map(() => firstDelta(model, request)));
      await fillSlots(model, textRequest(subject));
    },
  },
  {
    name: 'pauses a request whose reader is not ready, and only it',
    run: async (subject) => {
      const model = await subject.model();
      const request = { ...(await longRequest(subject)), deterministic: false };
      const gate = new Gate();
      let events = 0;
      let ended = false;
      const slow = model.generate(request, { ready: () => gate.opened });
      const end = watch(slow, () => events++).finally(() => {
        ended = true;
      });
      await meanwhile(subject);
      await meanwhile(subject);
      const paused = events;
      await meanwhile(subject);
      assert.ok(!ended, 'a request whose reader is not ready must not run to its end');
      assert.equal(events, paused, 'a request whose reader is not ready must pause');
      gate.open();
      await end;
      assert.ok(events > paused, 'a request must go on when its reader is ready');
    },
  },
];

/** A request that does not end by itself within a check. */
async function endless(subject: LanguageSubject): Promise<GenerationRequest> {
  return { ...(await longRequest(subject)), deterministic: false, maxTokens: undefined };
}

/** Takes events until the first delta, then unsubscribes. */
async function firstDelta(model: LoadedModel, request: GenerationRequest, reader = {}): Promise<void> {
  await firstValueFrom(model.generate(request, reader).pipe(first(({ type }) => type === 'delta')));
}

/** Another request runs to its end; with one slot, which may be taken, some time passes. */
async function meanwhile(subject: LanguageSubject): Promise<void> {
  const model = await subject.model();
  if (model.parallel > 1) await generate(model, { ...(await longRequest(subject)), deterministic: false });
  else await sleep(WATCH_MS);
}

function watch(stream: Observable<unknown>, next: () => void): Promise<void> {
  return new Promise((complete, error) => stream.subscribe({ next, complete, error }));
}

/** Closed until it is opened. */
class Gate {
  open = () => {};
  readonly opened = new Promise<void>((resolve) => {
    this.open = resolve;
  });
}
