import { fork } from 'node:child_process';
import { once } from 'node:events';

const SAMPLING = { temperature: 0.8, topK: 40, topP: 0.95, minP: 0.05 };

/** `lock-step-loop.mjs` as a process: the peer without HTTP, text and events. */
export class LoopProcess {
  constructor(child, endTokens) {
    this.child = child;
    /** Tokens that end an answer; the loop goes on after one. */
    this.endTokens = endTokens;
  }

  /** @param {{ model: string, threads: number, slots: number, slotTokens: number }} of */
  static async start({ model, threads, slots, slotTokens }) {
    const child = fork('test/performance/lock-step-loop.mjs', [model, threads, slots, slotTokens].map(String));
    const [{ endTokens }] = await once(child, 'message');
    return new LoopProcess(child, endTokens);
  }

  /** @returns {Promise<{ firstMs: number, lastMs: number, tokens: number }[]>} */
  async complete(prompts, tokens, seed) {
    this.child.send({ prompts, tokens, sampling: { ...SAMPLING, seed } });
    const [answers] = await once(this.child, 'message');
    return answers;
  }

  async stop() {
    const exit = once(this.child, 'exit');
    this.child.kill();
    await exit;
  }
}
