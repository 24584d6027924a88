import type { GenerationReader, Loaded } from '@predict-otron/plugin-sdk';
import type { Observable } from 'rxjs';

/**
 * How one member of an interface crosses the channel: a plain `field` that is sent along with the object, a method that
 * returns a promise, the method that ends the object, or a method that returns an Observable: a plain `stream`, one
 * `paced` by the reader that is its second argument, or one that `loads` another object.
 */
export type MemberKind = 'field' | 'promise' | 'dispose' | 'stream' | 'paced' | { loads: Record<string, MemberKind> };

/** The description of all members of `T`. It compiles only as long as it agrees with the interface. */
export type RemoteMembers<T> = { [K in keyof T]-?: K extends 'dispose' ? 'dispose' : KindOf<T[K]> };

type KindOf<Member> = Member extends (...args: infer Args) => Observable<infer Value>
  ? StreamKind<Args, Extract<Value, Loaded<unknown>>>
  : Member extends (...args: never[]) => Promise<unknown>
    ? 'promise'
    : 'field';

type StreamKind<Args extends unknown[], Load> = [Load] extends [never]
  ? GenerationReader extends Args[1]
    ? 'paced'
    : 'stream'
  : Load extends Loaded<infer Model>
    ? { loads: RemoteMembers<Model> }
    : never;
