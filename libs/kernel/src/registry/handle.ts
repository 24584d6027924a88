import { PluginError } from '@predict-otron/plugin-sdk';

/**
 * Stands for a part of a plugin and stays the same object while the plugin behind it is replaced. Whoever holds
 * {@link proxy} calls what the handle points to at that moment; after {@link release} every call throws `DISPOSED`.
 */
export class Handle<T extends object = object> {
  readonly proxy: T;
  private released = false;

  constructor(
    private readonly token: string,
    private target: T,
  ) {
    this.proxy = new Proxy({} as T, {
      get: (_, key) => this.read(key),
      has: (_, key) => key in this.target,
      set: () => false,
      ownKeys: () => Reflect.ownKeys(this.target),
      getOwnPropertyDescriptor: (_, key) => this.describe(key),
    });
  }

  point(target: T): void {
    this.target = target;
    this.released = false;
  }

  /** Points to nothing any more; plain values such as the id can still be read. */
  release(): void {
    this.released = true;
  }

  private describe(key: string | symbol): PropertyDescriptor | undefined {
    const found = Reflect.getOwnPropertyDescriptor(this.target, key);
    return found && { value: this.read(key), enumerable: found.enumerable, configurable: true };
  }

  private read(key: string | symbol): unknown {
    const value: unknown = Reflect.get(this.target, key);
    if (typeof value !== 'function') return value;
    if (!this.released) return value.bind(this.target);
    return () => {
      throw new PluginError('DISPOSED', `The plugin part ${this.token} is no longer running.`);
    };
  }
}
