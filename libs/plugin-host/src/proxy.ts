import type { GenerationReader } from '@predict-otron/plugin-sdk';
import type { Remote } from './protocol.js';
import type { RemoteCaller } from './remote-caller.js';
import type { MemberKind, RemoteMembers } from './remote-members.js';

/** An object with the interface `T` whose methods run on the other side of the channel. */
export function proxyOf<T>(caller: RemoteCaller, members: RemoteMembers<T>, remote: Remote): T {
  return buildProxy(caller, members as Record<string, MemberKind>, remote) as T;
}

function buildProxy(caller: RemoteCaller, members: Record<string, MemberKind>, { handle, fields }: Remote): unknown {
  const methods = Object.entries(members)
    .filter(([, kind]) => kind !== 'field')
    .map(([name, kind]) => [name, method(caller, handle, name, kind)]);
  return { ...fields, ...Object.fromEntries(methods) };
}

function method(caller: RemoteCaller, handle: number, name: string, kind: MemberKind): (...args: unknown[]) => unknown {
  switch (kind) {
    case 'dispose':
      return disposeOnce(caller, handle, name);
    case 'stream':
      return (...args) => caller.stream(handle, name, args);
    case 'paced':
      return (request, reader) => caller.stream(handle, name, [request], { reader: reader as GenerationReader });
    case 'promise':
    case 'field':
      return (...args) => caller.call(handle, name, args);
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
