import { PluginError } from '@predict-otron/plugin-sdk';
import type { Remote } from './protocol.js';
import type { MemberKind, RemoteMembers } from './remote-members.js';

interface ServedObject {
  target: Record<string, unknown>;
  members: Record<string, MemberKind>;
}

/** The objects that the other side may call, each under a handle. */
export class ServedObjects {
  readonly #objects = new Map<number, ServedObject>();
  #lastHandle = 0;

  add<T extends object>(target: T, members: RemoteMembers<T>): Remote {
    return this.addLoaded(target, members as Record<string, MemberKind>);
  }

  /** Adds an object whose description was found by `kind`. */
  addLoaded(object: object, members: Record<string, MemberKind>): Remote {
    const handle = ++this.#lastHandle;
    const target = object as Record<string, unknown>;
    this.#objects.set(handle, { target, members });
    const fields = Object.keys(members).filter((name) => members[name] === 'field');
    return { handle, fields: Object.fromEntries(fields.map((name) => [name, target[name]])) };
  }

  /** Calls a method; whatever it throws is thrown. The handle of an object that is being disposed is free at once. */
  call(handle: number, member: string, args: unknown[]): unknown {
    const object = this.#objects.get(handle);
    if (!object) throw new PluginError('DISPOSED', 'This was disposed. Load it again.');
    if (object.members[member] === 'dispose') this.#objects.delete(handle);
    return (object.target[member] as (...args: unknown[]) => unknown)(...args);
  }

  kind(handle: number, member: string): MemberKind | undefined {
    return this.#objects.get(handle)?.members[member];
  }

  /** Disposes an object, if it is still there and can be disposed. */
  async dispose(handle: number): Promise<void> {
    if (this.kind(handle, 'dispose')) await this.call(handle, 'dispose', []);
  }

  /** Disposes all objects, the latest first. One that fails does not keep the others. */
  async disposeAll(): Promise<void> {
    for (const handle of [...this.#objects.keys()].reverse()) await this.dispose(handle).catch(() => undefined);
    this.#objects.clear();
  }
}
