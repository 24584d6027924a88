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

/**
 * By what stands for the request: its HTTP response, or any object for work that is none. It is handed along with what is
 * asked of models: Node's own way to find it, `AsyncLocalStorage`, is called for each promise of each token.
 */
const answering = new WeakMap<object, Answering>();

/** Work for a request begins, for the one who sent it. */
export function beginWork(request: object, asker: Asker): void {
  answering.set(request, { sources: [], asker });
}

/**
 * Says what is done for a request; asked when it has ended. Returns whose it is, and whether nothing was done for it
 * before; `undefined` for what has not begun.
 */
export function noteWork(
  request: object,
  source: Source,
): (Pick<Asker, 'key' | 'server'> & { first: boolean }) | undefined {
  const work = answering.get(request);
  if (!work) return undefined;
  work.sources.push(source);
  const { key, server } = work.asker;
  return { key, server, first: work.sources.length === 1 };
}

/** The priority of whoever sent a request. */
export function priorityOfWork(request: object): number | undefined {
  return answering.get(request)?.asker.priority;
}

/** All work for a request: tokens are summed, times are those of the slowest, in whole milliseconds. */
export function workOf(request: object): Work | undefined {
  const [first, ...others] = (answering.get(request)?.sources ?? []).map((source) => source());
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
