import { interrupted } from '../interruption.js';
import { Asker, Refusal } from './asker.js';
import { chatProbes } from './chat-probes.js';
import { completionProbes, embeddingProbes, responseProbes } from './other-probes.js';
import type { Probe } from './probe.js';

/** One line of the table. */
export interface Verdict {
  endpoint: string;
  parameter: string;
  promise: string;
  /** `refused`: said no instead of ignoring it. */
  result: 'pass' | 'refused' | 'fail';
  note?: string;
}

/** Where the server is, and which models it is asked for. */
export interface Tested {
  baseUrl: string;
  apiKey?: string;
  model: string;
  embeddingModel: string;
}

/** How many verdicts there will be. */
export const PROBE_COUNT = allProbes({ baseUrl: '', model: '', embeddingModel: '' }).length;

/** Probes a server, one request after the other; gives each verdict as it is found. */
export async function* conform(tested: Tested): AsyncGenerator<Verdict> {
  for (const { endpoint, base, probe } of allProbes(tested)) {
    const { parameter, promise } = probe;
    yield { endpoint, parameter, promise, ...(await judge(probe, new Asker(tested, endpoint, base))) };
  }
}

function allProbes({ model, embeddingModel }: Tested) {
  const endpoints = [
    chatProbes(model),
    completionProbes(model),
    responseProbes(model),
    embeddingProbes(embeddingModel),
  ];
  return endpoints.flatMap(({ endpoint, base, probes }) => probes.map((probe) => ({ endpoint, base, probe })));
}

async function judge(probe: Probe, ask: Asker): Promise<Pick<Verdict, 'result' | 'note'>> {
  try {
    return { result: (await probe.holds(ask)) ? 'pass' : 'fail' };
  } catch (error) {
    if (interrupted.aborted) throw error;
    if (!(error instanceof Refusal)) return { result: 'fail', note: 'the answer is not as OpenAI’s API has it' };
    const { status, body } = error.reply;
    const param = body?.error?.param;
    if (status >= 500) return { result: 'fail', note: `status ${status}` };
    return { result: 'refused', note: `status ${status}${param ? `, which names ${param}` : ''}` };
  }
}
