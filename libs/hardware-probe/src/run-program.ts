import { type ExecFileException, execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** What a program printed, or a sentence on why it gave no answer. */
export type ProgramResult = { text: string } | { failure: string; missing: boolean };

/** Characters. */
const LONGEST_REASON = 300;
const LARGEST_OUTPUT = 16 * 2 ** 20;

/** Runs a program without a shell. Never rejects; one that takes too long is killed, and not waited for. */
export async function runProgram(program: string, args: string[], limitMs: number): Promise<ProgramResult> {
  if (!(await mayBeInstalled(program))) return missing(program);
  return new Promise((resolve) => {
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      resolve({ failure: `${program} gave no answer in time.`, missing: false });
    }, limitMs);
    const done = (error: ExecFileException | null, stdout: string, stderr: string) => {
      clearTimeout(late);
      resolve(error ? failureOf(program, error, stdout, stderr) : { text: stdout });
    };
    const child = execFile(
      program,
      args,
      { encoding: 'utf8', maxBuffer: LARGEST_OUTPUT, killSignal: 'SIGKILL' as const, windowsHide: true },
      done,
    );
    child.stdin?.end();
  });
}

function failureOf(program: string, error: ExecFileException, stdout: string, stderr: string): ProgramResult {
  if (error.code === 'ENOENT') return missing(program);
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
    return { failure: `${program} printed far more than was expected.`, missing: false };
  // what the program itself says, on whichever stream, is more use than the number that it exits with
  const said = `${stderr}\n${stdout}`.split('\n').map((line) => line.trim());
  const last = said.filter(Boolean).slice(0, 2).join(' ').slice(0, LONGEST_REASON) || error.message;
  return { failure: `${program} failed: ${last}`, missing: false };
}

function missing(program: string): ProgramResult {
  return { failure: `${program} is not installed.`, missing: true };
}

/** A look at the folders of PATH: to start a child of a large process in vain takes far longer. */
async function mayBeInstalled(program: string): Promise<boolean> {
  const { PATH } = process.env;
  // Windows tries endings, too
  if (process.platform === 'win32' || program.includes('/') || PATH === undefined) return true;
  const looks = PATH.split(delimiter).map((folder) => access(join(folder || '.', program), constants.X_OK));
  return Promise.any(looks).then(
    () => true,
    () => false,
  );
}
