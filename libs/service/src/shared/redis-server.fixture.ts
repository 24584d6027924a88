import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** A real Redis at a port of its own, which can be killed and started again. */
export class RedisServer {
  private process?: ChildProcess;

  private constructor(private readonly port: number) {}

  /** False, with a word on it, where the program is not installed. */
  static isInstalled(): boolean {
    try {
      return execFileSync('redis-server', ['--version']).length > 0;
    } catch {
      console.warn('SKIPPED: what servers share needs the Debian package redis-server.');
      return false;
    }
  }

  static async start(): Promise<RedisServer> {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    const redis = new RedisServer(port);
    await redis.startAgain();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Empty, at the same port. */
  async startAgain(): Promise<void> {
    const flags = ['--port', String(this.port), '--save', '', '--bind', '127.0.0.1'];
    this.process = spawn('redis-server', flags, { stdio: 'pipe' });
    for await (const text of this.process.stdout ?? []) if (String(text).includes('Ready to accept')) break;
    this.process.stdout?.resume();
  }

  /** As a machine that fails. Does nothing where it is dead. */
  async kill(): Promise<void> {
    const { process } = this;
    if (!process || process.exitCode !== null || process.signalCode !== null) return;
    process.kill('SIGKILL');
    await once(process, 'exit');
  }
}
