import { availableParallelism } from 'node:os';
import type { Loaded, LoadedModel, LoadOptions, LoadProgress, ModelFile } from '@predict-otron/plugin-sdk';
import type { LlamaModel, Token } from 'node-llama-cpp';
import { Observable } from 'rxjs';
import { type GgufHeader, readHeader } from '../gguf/header.js';
import { grammarCompiler } from '../grammar/answer/grammar-compiler.js';
import { Scheduler } from '../scheduler/scheduler.js';
import { Speculation } from '../speculation/speculation.js';
import { openStepContext } from '../step/open-context.js';
import { modelVocabulary, type Vocabulary } from '../text/vocabulary.js';
import { knownThreads } from '../threads/thread-cache.js';
import { tunedContext } from '../threads/tuned-context.js';
import { trialsOf } from '../trial/trials.js';
import { AnswerGrammars, type TryGrammar } from './answer-grammars.js';
import { contextOptions } from './context-options.js';
import { placedEngine } from './device-layers.js';
import { memoryNeeds } from './estimate.js';
import type { Family } from './family.js';
import { LlamaCppModel } from './llama-cpp-model.js';
import { loadError } from './load-error.js';
import { modelInfo, withoutGrammars } from './model-info.js';
import { grammarOpener } from './open-grammar.js';
import { PromptReader } from './prompt-reader.js';

/** What a load is about. */
export interface LoadTask {
  file: ModelFile;
  options: LoadOptions;
  family: Family;
  /** Tokens of a draft at most; 0: no speculative decoding. */
  draftTokens: number;
  /** Where measurements are kept. */
  cacheFolder?: string;
}

/** Loads a model; unsubscribing stops the load and frees all it took. */
export function load(task: LoadTask): Observable<LoadProgress | Loaded<LoadedModel>> {
  return new Observable((subscriber) => {
    const abort = new AbortController();
    const onProgress = (progress: number) => subscriber.next({ type: 'progress', progress });
    open(task, abort.signal, onProgress).then(
      (model) => {
        if (subscriber.closed) {
          void model.dispose();
          return;
        }
        subscriber.next({ type: 'loaded', model });
        subscriber.complete();
      },
      (error: unknown) => subscriber.error(loadError(error, task.options)),
    );
    return () => abort.abort();
  });
}

async function open(task: LoadTask, signal: AbortSignal, onProgress: (value: number) => void): Promise<LoadedModel> {
  const { file, options } = task;
  const header = await readHeader(file.path);
  const contextSettings = contextOptions(options);
  const trials = trialsOf(task.cacheFolder);
  const print = await trials.file(file.path, header);
  const { llama, gpuLayers } = await placedEngine(options);
  const model = await llama.loadModel({
    modelPath: file.path,
    gpuLayers,
    useMmap: options.useMmap ?? true,
    loadSignal: signal,
    onLoadProgress: onProgress,
  });
  try {
    const tryGrammar: TryGrammar = (gbnf, param) => trials.grammar(gbnf, { path: file.path, print }, param);
    const context = await model.createContext({ ...contextSettings, createSignal: signal });
    return await assemble({ ...task, header, tryGrammar }, model, context);
  } catch (error) {
    // disposing the model disposes its contexts
    await model.dispose();
    throw error;
  }
}

/** A load of a file that harms nobody. */
interface TriedTask extends LoadTask {
  header: GgufHeader;
  tryGrammar: TryGrammar;
}

type Context = Awaited<ReturnType<LlamaModel['createContext']>>;

async function assemble(task: TriedTask, model: LlamaModel, created: Context): Promise<LoadedModel> {
  const { file, options, family, draftTokens, cacheFolder, header, tryGrammar } = task;
  const untuned = openStepContext(created);
  const vocabulary = modelVocabulary(model);
  const silent = vocabulary.control.map(({ id }) => id).filter((id) => !model.isEogToken(id as Token));
  const info = modelInfo(file, header, family, family.match(header) ?? { score: 0, reason: 'asked for by name' });
  const prompts = new PromptReader(model, vocabulary, header.chatTemplate);
  const threads = await knownThreads(untuned, file.path, {
    cores: options.threads,
    build: `${model.llama.llamaCppRelease.release} ${model.llama.buildType}`,
    ...(cacheFolder && { cacheFolder }),
  });
  const cores = model.gpuLayers > 0 ? Number.POSITIVE_INFINITY : availableParallelism();
  const context = tunedContext(untuned, threads, cores);
  const contextBytes = context.memory();
  const ends = endTokens(model, vocabulary, family);
  return new LlamaCppModel({
    info: context.can.grammar ? info : withoutGrammars(info),
    context,
    vocabulary,
    prompts,
    defaults: info.defaults,
    grammars: new AnswerGrammars(
      { compile: (plan) => grammarCompiler.compile(plan), try: tryGrammar },
      grammarOpener(model, vocabulary),
    ),
    silent: (visible) => silent.filter((id) => !visible.has(id)),
    isEnd: (token) => ends.has(token),
    scheduler: new Scheduler(
      context,
      (contextBytes.ram + contextBytes.vram) / options.parallel,
      context.can.draft && draftTokens > 0 ? new Speculation(context, draftTokens) : undefined,
    ),
    memory: memoryNeeds(header, options, model.memoryUsage, contextBytes),
    async free() {
      await context.dispose();
      await model.dispose();
    },
  });
}

/** Tokens that end an answer. All are asked for at once: each time that is a call into llama.cpp for every token written. */
function endTokens(model: LlamaModel, { size, control }: Vocabulary, { endOfTurn }: Family): Set<number> {
  const ends = new Set(control.filter(({ text }) => endOfTurn.includes(text)).map(({ id }) => id));
  for (let id = 0; id < size; id++) if (model.isEogToken(id as Token)) ends.add(id);
  return ends;
}
