import { type GenerationEvent, type GenerationRequest, type LoadedModel, PluginError } from '@predict-otron/plugin-sdk';
import {
  catchError,
  concatMap,
  defer,
  filter,
  from,
  map,
  type Observable,
  ReplaySubject,
  startWith,
  tap,
  throwError,
} from 'rxjs';
import type { BrokenPlugin } from './broken-plugin.js';
import { changeModel } from './change-toy.js';

const ORDER = 'a runner emits prompt, deltas and one end for each answer, as plain data';
const COUNTS = 'a runner counts its tokens';
const SEED = 'a runner gives the same text for the same seed, and others for others';
const STOP = 'a runner stops before a stop string and says so';
const LENGTH = 'a runner ends at maxTokens as length';
const LOGPROBS = 'a runner tells log probabilities of each token, if it can';
const RENDER = 'a runner renders a conversation and reads just that, if it has a chat template';
const OVERFLOW = 'a runner refuses a prompt over its context as CONTEXT_OVERFLOW with both numbers';
const PAUSE = 'a runner pauses a request whose reader is not ready, and only it';
const DISPOSED = 'a runner fails what runs and refuses what comes after dispose as DISPOSED';

/** Faults of generation. */
export const BROKEN_GENERATIONS: BrokenPlugin[] = [
  [ORDER, 'no end', changeEvents(filter(({ type }) => type !== 'end'))],
  [ORDER, 'the prompt twice', changeEvents(concatMap((event) => (event.type === 'prompt' ? [event, event] : [event])))],
  [ORDER, 'the end twice', changeEvents(concatMap((event) => (event.type === 'end' ? [event, event] : [event])))],
  [ORDER, 'one index for all', changeEvents(map((event) => ('index' in event ? { ...event, index: 0 } : event)))],
  [ORDER, 'a function in an event', changeEvents(map((event) => ({ ...event, toString: () => 'event' })))],
  [ORDER, "queued, which is the kernel's", changeEvents(startWith<GenerationEvent>({ type: 'queued', position: 1 }))],
  [COUNTS, 'a token too many', changeUsage(({ completionTokens }) => ({ completionTokens: completionTokens + 1 }))],
  [COUNTS, 'another prompt', changeUsage(() => ({ promptTokens: 1 }))],
  [COUNTS, 'more cached than read', changeUsage(({ promptTokens }) => ({ cachedTokens: promptTokens + 1 }))],
  ['a runner is cold: starts when it is subscribed, and again for each subscriber', 'hot', changeModel(hot)],
  [SEED, 'the seed ignored', changeRequest(({ sampling }) => ({ sampling: { ...sampling, seed: undefined } }))],
  [SEED, 'one seed for all', changeRequest(({ sampling }) => ({ sampling: { ...sampling, seed: 1 } }))],
  [STOP, 'stop strings ignored', changeRequest(() => ({ stop: [] }))],
  [
    STOP,
    'the stop string not told',
    changeEvents(map((event) => (event.type === 'end' ? { ...event, stopString: undefined } : event))),
  ],
  [LENGTH, 'a token too many', changeRequest(({ maxTokens = 8 }) => ({ maxTokens: maxTokens + 1 }))],
  [
    LENGTH,
    'always stop',
    changeEvents(map((event) => (event.type === 'end' ? { ...event, finishReason: 'stop' } : event))),
  ],
  [
    'a runner ends at the end of the context as length, where no maxTokens is given',
    'a context that is not kept',
    changeModel(() => ({ contextTokens: 32 })),
  ],
  [
    'a runner turns text to tokens and back',
    'text turned around',
    changeModel(({ detokenize }) => ({ detokenize: (tokens) => detokenize([...tokens].reverse()) })),
  ],
  [
    'a runner turns text to tokens and back',
    'ids out of the vocabulary',
    changeModel(() => ({ tokenize: async () => [1e6] })),
  ],
  [RENDER, 'nothing of the conversation', changeModel(() => ({ render: async () => ({ text: '', tokens: [] }) }))],
  [
    RENDER,
    'another prompt than generate reads',
    changeModel(({ render }) => ({ render: async (messages) => ({ ...(await render(messages)), tokens: [1] }) })),
  ],
  [LOGPROBS, 'none', changeRequest(() => ({ logprobs: undefined }))],
  [LOGPROBS, 'the unlikeliest first', changeEvents(map(turnAlternatives))],
  ['a runner answers several requests at once without mixing them up', 'prompts mixed up', changeModel(mixed)],
  ['a runner stops a generation that is unsubscribed', 'a generation that goes on', changeModel(deaf)],
  [
    'a runner frees the slots of generations that are unsubscribed, at whatever moment',
    'slots that stay taken',
    changeModel(leaking),
  ],
  [PAUSE, 'the reader ignored', changeModel(({ generate }) => ({ generate: (request) => generate(request) }))],
  [PAUSE, 'all paused together', changeModel(pausedTogether)],
  [OVERFLOW, 'another code', changeErrors(({ message }) => new PluginError('INPUT_INVALID', message))],
  [OVERFLOW, 'no numbers', changeErrors(({ code, message }) => new PluginError(code, message))],
  [
    'a runner refuses token ids that are none as INPUT_INVALID, and goes on',
    'unknown ids replaced',
    changeRequest(({ prompt }) => ({ prompt: 'tokens' in prompt ? { tokens: [1] } : prompt })),
  ],
  [
    'a runner refuses by name what its capabilities do not say',
    'a constraint ignored',
    changeRequest(() => ({ constraint: undefined })),
  ],
  [
    'a runner refuses by name what its capabilities do not say',
    'no name',
    changeErrors(({ code, message }) => new PluginError(code, message)),
  ],
  [DISPOSED, 'a dispose that does nothing', changeModel(() => ({ dispose: async () => {} }))],
];

function changeEvents(operator: (source: Observable<GenerationEvent>) => Observable<GenerationEvent>) {
  return changeModel(({ generate }) => ({ generate: (...args) => generate(...args).pipe(operator) }));
}

function changeRequest(change: (request: GenerationRequest) => Partial<GenerationRequest>) {
  return changeModel(({ generate }) => ({
    generate: (request, reader) => generate({ ...request, ...change(request) }, reader),
  }));
}

type Usage = Extract<GenerationEvent, { type: 'end' }>['usage'];

function changeUsage(change: (usage: Usage) => Partial<Usage>) {
  return changeEvents(
    map((event) => (event.type === 'end' ? { ...event, usage: { ...event.usage, ...change(event.usage) } } : event)),
  );
}

function changeErrors(change: (error: PluginError) => PluginError) {
  return changeEvents(catchError((error: PluginError) => throwError(() => change(error))));
}

function turnAlternatives(event: GenerationEvent): GenerationEvent {
  if (event.type !== 'delta') return event;
  return { ...event, logprobs: event.logprobs?.map((each) => ({ ...each, top: [...each.top].reverse() })) };
}

function hot({ generate }: LoadedModel): Partial<LoadedModel> {
  return {
    generate: (...args) => {
      const replay = new ReplaySubject<GenerationEvent>();
      generate(...args).subscribe(replay);
      return replay;
    },
  };
}

/** Reads the prompt of the latest request for all. */
function mixed({ generate }: LoadedModel): Partial<LoadedModel> {
  let latest: GenerationRequest['prompt'];
  return {
    generate: (request, reader) => {
      latest = request.prompt;
      return from(new Promise<void>(setImmediate)).pipe(
        concatMap(() => generate({ ...request, prompt: latest }, reader)),
      );
    },
  };
}

/** Does not notice that nobody listens. */
function deaf({ generate }: LoadedModel): Partial<LoadedModel> {
  return {
    generate: (...args) =>
      defer(() => {
        const replay = new ReplaySubject<GenerationEvent>();
        generate(...args).subscribe(replay);
        return replay;
      }),
  };
}

/** Gives a slot back only at the end of a generation. */
function leaking({ generate }: LoadedModel): Partial<LoadedModel> {
  let taken = 0;
  return {
    generate: (request, reader) =>
      defer(() => {
        if (taken >= 4) throw new PluginError('OVERLOADED', 'All slots are taken.');
        taken++;
        return generate(request, reader).pipe(
          tap({
            complete: () => {
              taken--;
            },
          }),
        );
      }),
  };
}

/** Waits for the slowest of all readers. */
function pausedTogether({ generate }: LoadedModel): Partial<LoadedModel> {
  const readers = new Set<{ ready?(): Promise<void> }>();
  return {
    generate: (request, reader = {}) => {
      readers.add(reader);
      const ready = async () => {
        await Promise.all([...readers].map((each) => each.ready?.()));
      };
      return generate(request, { ready });
    },
  };
}
