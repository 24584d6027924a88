import { execFileSync } from 'node:child_process';

function ip(...args: string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** A network of its own for one process, as on another machine: with one cable to the network of the tests. */
export class NetworkNamespace {
  private constructor(
    private readonly name: string,
    private readonly net: string,
  ) {}

  /** Needs root on Linux, and the Debian package iproute2. Says so where it cannot be had. */
  static isPossible(): boolean {
    try {
      const probe = NetworkNamespace.create(255);
      probe.remove();
      return true;
    } catch {
      console.warn(
        'SKIPPED: networks of their own need root and the Debian package iproute2; processes share one here.',
      );
      return false;
    }
  }

  /** @param number 0 to 255, another one for each at a time */
  static create(number: number): NetworkNamespace {
    const net = `10.${201 + (process.pid % 50)}.${number}`;
    const namespace = new NetworkNamespace(`otron-${process.pid}-${number}`, net);
    const { name } = namespace;
    // 15 characters at most
    const cable = `ot${process.pid}-${number}`;
    ip('netns', 'add', name);
    try {
      ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
      ip('address', 'add', `${net}.1/30`, 'dev', cable);
      ip('link', 'set', cable, 'up');
      ip('-n', name, 'address', 'add', `${net}.2/30`, 'dev', 'eth0');
      for (const device of ['lo', 'eth0']) ip('-n', name, 'link', 'set', device, 'up');
    } catch (error) {
      namespace.remove();
      throw error;
    }
    return namespace;
  }

  /** Where a process in it can be reached. */
  get address(): string {
    return `${this.net}.2`;
  }

  /** What to start a program with, so that it runs in it. */
  get launcher(): string[] {
    return ['ip', 'netns', 'exec', this.name];
  }

  remove(): void {
    ip('netns', 'delete', this.name);
  }
}
