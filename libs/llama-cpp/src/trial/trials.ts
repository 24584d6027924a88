import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PluginError } from '@predict-otron/plugin-sdk';
import { engine } from '../engine.js';
import type { GgufHeader } from '../gguf/header.js';
import { EMBEDDED_PRINTS } from './embedded-prints.js';
import { PassedPrints } from './passed-prints.js';
import { TrialFailure, TrialProcess } from './trial-process.js';
import type { TrialTask } from './trial-task.js';

/** Refusals that are remembered. */
const REFUSED = 256;

type TriedHeader = Pick<GgufHeader, 'headerBytes' | 'weightBytes' | 'chatTemplate'>;

/**
 * What comes from files and requests is tried in a process of its own before llama.cpp, or the thread that serves everyone,
 * sees it for the first time.
 */
export class Trials {
  private readonly refused = new Map<string, TrialFailure>();
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    private readonly passed: PassedPrints,
    private readonly process: Pick<TrialProcess, 'run'>,
    /** What is run by another build of llama.cpp is tried again. */
    private readonly release: () => Promise<string>,
  ) {}

  /** Resolves with the print of a model whose header and template harm nobody. Rejects with `MODEL_INVALID` for others. */
  async file(path: string, header: TriedHeader): Promise<string> {
    const print = await filePrint(path, header.headerBytes);
    if (EMBEDDED_PRINTS.has(print)) return print;
    const { chatTemplate: template, weightBytes } = header;
    const task: TrialTask = { kind: 'file', path, weightBytes, ...(template !== undefined && { template }) };
    await this.once(print, task).catch((error) => {
      if (!(error instanceof TrialFailure)) throw error;
      if (error.code) throw new PluginError(error.code, error.message);
      const message = `This model's file is not loaded: when it was tried, ${error.message}. Fetch it from another source.`;
      throw new PluginError('MODEL_INVALID', message);
    });
    return print;
  }

  /** Resolves when a grammar may be followed. Rejects with `UNSUPPORTED` for `param`. */
  async grammar(gbnf: string, model: { path: string; print: string }, param: string): Promise<void> {
    await this.once(`${model.print}\n${gbnf}`, { kind: 'grammar', path: model.path, gbnf }).catch((error) => {
      if (!(error instanceof TrialFailure)) throw error;
      const message = error.code ? error.message : `This form is refused: when it was tried, ${error.message}.`;
      throw new PluginError('UNSUPPORTED', message, { param });
    });
  }

  private async once(content: string, task: TrialTask): Promise<void> {
    const print = sha256(`${await this.release()}\n${content}`);
    if (this.passed.has(print)) return;
    const known = this.refused.get(print);
    if (known) throw known;
    const running = this.running.get(print) ?? this.run(print, task);
    this.running.set(print, running);
    await running;
  }

  private async run(print: string, task: TrialTask): Promise<void> {
    try {
      await this.process.run(task);
      void this.passed.add(print);
    } catch (error) {
      if (error instanceof TrialFailure) this.refuse(print, error);
      throw error;
    } finally {
      this.running.delete(print);
    }
  }

  private refuse(print: string, failure: TrialFailure): void {
    this.refused.set(print, failure);
    const [oldest] = this.refused.keys();
    if (this.refused.size > REFUSED && oldest !== undefined) this.refused.delete(oldest);
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What llama.cpp makes of a file goes by its header and its length. Parts of a split model have headers of their own. */
async function filePrint(path: string, headerBytes: number): Promise<string> {
  const { size } = await stat(path);
  const file = await open(path);
  try {
    const hash = createHash('sha256').update(`${size}\n`);
    for await (const piece of file.createReadStream({ end: headerBytes - 1, autoClose: false })) hash.update(piece);
    return hash.digest('hex');
  } finally {
    await file.close();
  }
}

const ofFolder = new Map<string, Trials>();
const trialProcess = new TrialProcess();

const releaseOf = async () => (await engine()).llamaCppRelease.release;

/** The trials whose results are kept in this folder; without one, in memory. All of a process share one trial process. */
export function trialsOf(cacheFolder?: string): Trials {
  const key = cacheFolder ?? '';
  const file = cacheFolder && join(cacheFolder, 'trials.json');
  const trials = ofFolder.get(key) ?? new Trials(new PassedPrints(file), trialProcess, releaseOf);
  ofFolder.set(key, trials);
  return trials;
}
