import { AsyncLocalStorage } from 'node:async_hooks';

/** What models did for a request: facts for its log line, never content. Times in milliseconds. */
export interface Work {
  model: string;
  promptTokens?: number;
  cachedTokens?: number;
  generatedTokens?: number;
  queueMs?: number;
  firstTokenMs?: number;
  /** Why each answer ended. */
  finishReasons?: string[];
}

type Source = () => Work;

/** A request that is being answered. */
interface Answering {
  sources: Source[];
  asker: Asker;
}

/** The API key that a request came with, if any, and the server in front that counts what it uses. */
export interface Asker {
  key?: string;
  priority?: number;
  server?: string;
}

const current = new AsyncLocalStorage<Answering>();
const sources = new WeakMap<object, Source[]>();

/** Runs what answers a request, so that `noteWork` knows whose work it is; `request`: what `workOf` is asked by. */
export function withWork<T>(request: object, asker: Asker, answer: () => T): T {
  const list: Source[] = [];
  sources.set(request, list);
  return current.run({ sources: list, asker }, answer);
}

/**
 * Says what is done for the request that is being answered now; asked when it has ended. Returns whose it is, and
 * whether nothing was done for it before; `undefined` outside of requests.
 */
export function noteWork(source: Source): (Pick<Asker, 'key' | 'server'> & { first: boolean }) | undefined {
  const answering = current.getStore();
  if (!answering) return undefined;
  answering.sources.push(source);
  const { key, server } = answering.asker;
  return { key, server, first: answering.sources.length === 1 };
}

/** The priority of whoever sent the request that is being answered now. */
export function priorityNow(): number | undefined {
  return current.getStore()?.asker.priority;
}

/** All work for a request: tokens are summed, times are those of the slowest, in whole milliseconds. */
export function workOf(request: object): Work | undefined {
  const [first, ...others] = (sources.get(request) ?? []).map((source) => source());
  return first && rounded(others.reduce(joined, first));
}

function rounded(work: Work): Work {
  const round = (ms?: number) => (ms === undefined ? undefined : Math.round(ms));
  return { ...work, queueMs: round(work.queueMs), firstTokenMs: round(work.firstTokenMs) };
}

function joined(a: Work, b: Work): Work {
  return {
    model: a.model,
    promptTokens: both(a.promptTokens, b.promptTokens, sum),
    cachedTokens: both(a.cachedTokens, b.cachedTokens, sum),
    generatedTokens: both(a.generatedTokens, b.generatedTokens, sum),
    queueMs: both(a.queueMs, b.queueMs, Math.max),
    firstTokenMs: both(a.firstTokenMs, b.firstTokenMs, Math.max),
    ...(a.finishReasons && { finishReasons: [...a.finishReasons, ...(b.finishReasons ?? [])] }),
  };
}

const sum = (a: number, b: number) => a + b;

function both(a: number | undefined, b: number | undefined, join: typeof sum): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : join(a, b);
}
