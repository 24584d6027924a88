import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { type ProgramResult, runProgram } from './run-program.js';

/** What hardware providers ask of the operating system. All reading happens behind this. */
export interface ProbedMachine {
  /** As `process.platform` and `process.arch`. */
  platform: string;
  arch: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** Bytes. */
  totalMemory(): number;
  /** The text of a file of the system, `undefined` where there is none. Never rejects. */
  readText(path: string): Promise<string | undefined>;
  /** Never rejects. */
  run(program: string, ...args: string[]): Promise<ProgramResult>;
}

/** A hardware provider has 2 s for all that it asks. */
const LIMIT_MS = 1700;

/** This machine, for one question: all programs that are run for it share its time. */
export function thisMachine(): ProbedMachine {
  const deadline = performance.now() + LIMIT_MS;
  return {
    platform: process.platform,
    arch: process.arch,
    environment: process.env,
    totalMemory: os.totalmem,
    readText: (path) => readFile(path, 'utf8').catch(() => undefined),
    run: (program, ...args) => runProgram(program, args, Math.max(1, deadline - performance.now())),
  };
}
