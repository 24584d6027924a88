// llama.cpp's own server, of the release that node-llama-cpp carries and with its CPU library files: the same engine, in
// C++ all the way. Built once (git, cmake and a C++ compiler are needed; some minutes), or named by LLAMA_SERVER.
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { binaryFolder, buildTarget, cloneSource } from '../../scripts/engine/llama-source.mjs';
import { freePort } from './server-process.mjs';

const FOLDER = resolve('.cache', 'bench', 'llama-server');

let binaryPath;

/** @returns {string} the path of a `llama-server`, built when there is none */
function llamaServerBinary() {
  binaryPath ??= findBinary();
  return binaryPath;
}

function findBinary() {
  const named = process.env.LLAMA_SERVER;
  if (named) return resolve(named);
  const binary = join(FOLDER, 'bin', 'llama-server');
  if (!existsSync(binary)) build(binary);
  // the very files that the server computes with: other kernels would be another engine
  copyFiles(binaryFolder(), dirname(binary), (file) => file.startsWith('libggml-cpu'));
  return binary;
}

function copyFiles(from, to, isWanted) {
  for (const file of readdirSync(from).filter(isWanted)) {
    // never into a file that a process may have mapped
    rmSync(join(to, file), { force: true });
    copyFileSync(join(from, file), join(to, file));
  }
}

function build(binary) {
  console.log('building llama-server once, which takes some minutes');
  const bin = dirname(binary);
  const target = join(FOLDER, 'build');
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(bin, { recursive: true });
  const source = join(FOLDER, 'source');
  cloneSource(source);
  buildTarget(source, target, 'llama-server', ['GGML_CPU=OFF']);
  copyFiles(join(target, 'bin'), bin, (file) => file.includes('.so') || file.includes('.dylib'));
  // they ask for the base library by its name without a version
  const base = readdirSync(bin).find((name) => /^libggml-base\.so\.\d+$/.test(name));
  if (base) {
    rmSync(join(bin, 'libggml-base.so'), { force: true });
    symlinkSync(base, join(bin, 'libggml-base.so'));
  }
  copyFileSync(join(target, 'bin', 'llama-server'), binary);
}

/** A running llama-server. */
export class LlamaServer {
  constructor(child, url) {
    this.child = child;
    this.url = url;
  }

  /**
   * @param {{ model: string, threads: number, slots: number, slotTokens: number }} of
   * @param {string[]} [flags] @returns {Promise<LlamaServer>} once its model is loaded
   */
  static async start({ model, threads, slots, slotTokens }, flags = []) {
    const port = await freePort();
    const child = spawn(
      llamaServerBinary(),
      [
        ...['--model', model, '--host', '127.0.0.1', '--port', String(port), '--parallel', String(slots)],
        ...['--ctx-size', String(slots * slotTokens), '--batch-size', '512', '--ubatch-size', '512'],
        ...['--threads', String(threads), '--threads-batch', String(threads), '--log-disable', ...flags],
      ],
      { stdio: 'ignore' },
    );
    // it does not notice that nobody needs it any more
    const kill = () => child.kill('SIGKILL');
    process.once('exit', kill);
    child.once('exit', () => process.off('exit', kill));
    const url = `http://127.0.0.1:${port}`;
    while (child.exitCode === null && child.signalCode === null) {
      const response = await fetch(`${url}/health`).catch(() => undefined);
      await response?.arrayBuffer();
      if (response?.ok) return new LlamaServer(child, url);
      await sleep(50);
    }
    throw new Error(`llama-server ended with ${child.exitCode ?? child.signalCode}`);
  }

  async stop() {
    if (this.child.exitCode !== null) return;
    const exit = new Promise((done) => this.child.once('exit', done));
    this.child.kill('SIGTERM');
    await exit;
  }
}
