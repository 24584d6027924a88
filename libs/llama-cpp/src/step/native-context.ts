// With its neighbors, what calls node-llama-cpp's internals (pinned exactly; `hasInternals` looks for them): its public
// functions give no true probabilities and no copies of a sequence, and their batches fall apart.
import type { LlamaContext } from 'node-llama-cpp';
import type { AddonSampler, Internals, LogitsFilter } from './addon.js';
import { NativeSampler } from './native-sampler.js';
import { isNoneLeft, isPlain, samplePlain, stepAtOnce } from './plain-step.js';
import {
  type Probability,
  type Row,
  type RowResult,
  type Sampled,
  type StepContext,
  tokensOf,
} from './step-context.js';

/** Drives a context's addon directly. Owns the context from now on: nothing else may evaluate in it. */
export function nativeContext(context: LlamaContext): StepContext {
  const { _ctx: addon, _llama: llama, _model: model } = context as unknown as Internals;
  const newSampler = () => new llama._bindings.AddonSampler(model._model);
  /** Raw logits are read by a sampler that changes nothing; one each, since they run at the same time. */
  const readers = new Map<number, AddonSampler>();
  const readerFor = (row: number) => {
    let reader = readers.get(row);
    if (!reader) {
      reader = newSampler();
      reader.applyConfig({ temperature: 0 });
      readers.set(row, reader);
    }
    return reader;
  };

  const probabilityOf = async (row: number, index: number, token: number, top: number): Promise<Probability> => {
    const filter: LogitsFilter = [[token], false, false, false, Math.max(top, 1)];
    const [, , , logits, weight] = await addon.sampleToken(index, readerFor(row), false, false, filter, true);
    return toProbability(token, logits, weight, top);
  };

  const read = async (row: Row, place: number, indexes: Uint32Array): Promise<RowResult> => {
    const result: RowResult = {};
    if (row.score) {
      result.scores = [];
      for (const [i, target] of row.score.targets.entries()) {
        result.scores.push(await probabilityOf(place, indexes[i] as number, target, row.score.top));
      }
    }
    if (row.sample) {
      const { draft = 0 } = row;
      result.sampled = [];
      for (let guess = row.tokens.length - draft; ; guess++) {
        const index = indexes[indexes.length - 1 - (row.tokens.length - guess)] as number;
        const sampled = await sample(row.sample, place, index);
        result.sampled.push(sampled);
        if (guess === row.tokens.length || row.tokens[guess] !== sampled.token) break;
      }
    }
    return result;
  };

  const sample = async (
    { sampler, probabilities }: NonNullable<Row['sample']>,
    place: number,
    index: number,
  ): Promise<Sampled> => {
    const native = sampler as NativeSampler;
    const token = await addon.sampleToken(index, native.addon).catch((error) => {
      if (isNoneLeft(error)) return -1;
      throw error;
    });
    native.took(token);
    if (!probabilities || token < 0) return { token };
    return { token, probability: await probabilityOf(place, index, token, probabilities.top) };
  };

  return {
    contextTokens: context.contextSize,
    batchTokens: context.batchSize,
    sequences: context.totalSequences,
    can: { copy: true, probabilities: true, shift: canShift(context), grammar: true, draft: canForget(context) },
    async step(rows) {
      if (addon.decodeAndSample && rows.every(isPlain)) return stepAtOnce(addon, rows);
      addon.initBatch(tokensOf(rows));
      const indexes = rows.map((row) =>
        addon.addToBatch(row.sequence, row.position, Uint32Array.from(row.tokens), logitsOf(row)),
      );
      await addon.decodeBatch();
      return Promise.all(
        rows.map((row, place) => {
          const own = indexes[place] as Uint32Array;
          return isPlain(row) ? samplePlain(addon, row, own) : read(row, place, own).catch((error) => ({ error }));
        }),
      );
    },
    createSampler: (settings) => new NativeSampler(llama._bindings.AddonSampler, model._model, settings),
    async truncate(sequence, position) {
      return addon.removeTokenCellsFromSequence(sequence, position, -1);
    },
    async copy(from, to) {
      await addon.copySequenceStateFromOtherSequence(to, from);
    },
    async shift(sequence, from, count) {
      addon.removeTokenCellsFromSequence(sequence, from, from + count);
      addon.shiftSequenceTokenCells(sequence, from + count, -1, -count);
    },
    setThreads: (threads) => addon.setThreads(threads),
    memory() {
      const { cpuRam, gpuVram } = addon.getMemoryBreakdown();
      return { ram: cpuRam, vram: gpuVram };
    },
    async dispose() {
      for (const reader of readers.values()) reader.dispose();
      await context.dispose();
    },
  };
}

/** Places in a row whose logits are needed: those of the scored tokens come first. */
function logitsOf({ tokens, score, sample, draft = 0 }: Row): Uint32Array {
  const scored = score?.targets.length ?? 0;
  const places = Array.from({ length: scored }, (_, i) => i);
  const firstSampled = tokens.length - 1 - draft;
  for (let place = Math.max(scored, firstSampled); sample && place < tokens.length; place++) places.push(place);
  return Uint32Array.from(places);
}

/** A recurrent state cannot forget its last tokens. */
function canForget({ model: { fileInsights } }: LlamaContext): boolean {
  return !fileInsights.isRecurrent && !fileInsights.isHybrid;
}

/** A position that is one number can be moved; a recurrent state and positions of several numbers cannot. */
function canShift(context: LlamaContext): boolean {
  const rope = context.model.fileInfo.architectureMetadata.rope as { dimension_sections?: unknown } | undefined;
  return canForget(context) && rope?.dimension_sections === undefined;
}

/** True when this release of node-llama-cpp has all that is called here, under the names and shapes known. */
export function hasInternals(context: LlamaContext): boolean {
  const { _ctx: addon, _llama: llama, _model: model } = context as unknown as Partial<Internals>;
  const calls = [
    'initBatch',
    'addToBatch',
    'decodeBatch',
    'sampleToken',
    'removeTokenCellsFromSequence',
    'getMemoryBreakdown',
  ] as const;
  const more = ['copySequenceStateFromOtherSequence', 'shiftSequenceTokenCells', 'setThreads'] as const;
  return (
    typeof llama?._bindings?.AddonSampler?.acceptGrammarEvaluationStateToken === 'function' &&
    model?._model !== undefined &&
    [...calls, ...more].every((name) => typeof addon?.[name] === 'function')
  );
}

/** `weight` is the sum of exp(logit - the largest logit); the likeliest token is always among `logits`. */
function toProbability(token: number, logits: number[], weight: number, top: number): Probability {
  const values = new Map<number, number>();
  for (let i = 0; i + 1 < logits.length; i += 2) values.set(logits[i] as number, logits[i + 1] as number);
  const normalizer = Math.max(...values.values()) + Math.log(weight);
  const ranked = [...values].map(([id, logit]) => ({ token: id, logprob: logit - normalizer }));
  ranked.sort((a, b) => b.logprob - a.logprob);
  return { token, logprob: (values.get(token) ?? Number.NEGATIVE_INFINITY) - normalizer, top: ranked.slice(0, top) };
}
