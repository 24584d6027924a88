import type { GenerationReader } from '@predict-otron/plugin-sdk';
import type { Remote } from './protocol.js';
import type { RemoteCaller } from './remote-caller.js';
import type { MemberKind, RemoteMembers } from './remote-members.js';

type Method = (...args: unknown[]) => unknown;

/** An object with the interface `T` whose methods run on the other side of the channel. */
export function proxyOf<T>(caller: RemoteCaller, members: RemoteMembers<T>, remote: Remote): T {
  return buildProxy(caller, members as Record<string, MemberKind>, remote) as T;
}

function buildProxy(caller: RemoteCaller, members: Record<string, MemberKind>, { handle, fields }: Remote): unknown {
  const proxy = { ...fields };
  for (const [name, kind] of Object.entries(members))
    if (kind !== 'field') proxy[name] = method(caller, handle, name, kind);
  return proxy;
}

function method(caller: RemoteCaller, handle: number, name: string, kind: Exclude<MemberKind, 'field'>): Method {
  switch (kind) {
    case 'promise':
      return (...args) => caller.call(handle, name, args);
    case 'dispose':
      return disposeOnce(caller, handle, name);
    case 'stream':
      return (...args) => caller.stream(handle, name, args);
    case 'paced':
      return (request, reader) => caller.stream(handle, name, [request], { reader: reader as GenerationReader });
    default:
      return (...args) =>
        caller.stream(handle, name, args, { loaded: (remote) => buildProxy(caller, kind.loads, remote) });
  }
}

/** What the other side held is free when it is gone, so that disposing then is no error. */
function disposeOnce(caller: RemoteCaller, handle: number, name: string): () => Promise<void> {
  let disposed: Promise<void> | undefined;
  const dispose = async () => {
    try {
      await caller.call(handle, name, []);
    } catch (error) {
      if (!caller.ended) throw error;
    }
  };
  return () => {
    disposed ??= dispose();
    return disposed;
  };
}
