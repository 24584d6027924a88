import type { Duplex } from 'node:stream';
import WebSocket from 'ws';
import { type AdmitChat, CountedChats } from './counted-chats.js';

/** Finds what counts the chats of a connection; undefined where nothing is counted, so that its frames are not read. */
export type AdmissionOf = (connection: Duplex) => AdmitChat | undefined;

/** A class of WebSockets for a server that passes frames on: its clients' chats are counted on the way. */
export function countedSockets(admissionOf: AdmissionOf): typeof WebSocket {
  return class CountedSocket extends WebSocket {
    /** ws has no other way to tell which request a WebSocket was opened with. */
    declare private readonly _socket: Duplex;
    private chats?: CountedChats | 'none';

    override emit(event: string | symbol, ...args: unknown[]): boolean {
      const pass = () => super.emit(event, ...args);
      if (event === 'close') this.counted()?.close();
      // binary frames are no part of the protocol
      const chats = event === 'message' && args[1] === false ? this.counted() : undefined;
      if (!chats) return pass();
      chats.fromClient(String(args[0]), () => void pass());
      return true;
    }

    override send(...args: unknown[]): void {
      this.counted()?.fromEngine(String(args[0]));
      (super.send as (...all: unknown[]) => void)(...args);
    }

    private counted(): CountedChats | undefined {
      this.chats ??= this.count() ?? 'none';
      return this.chats === 'none' ? undefined : this.chats;
    }

    private count(): CountedChats | undefined {
      const admit = admissionOf(this._socket);
      const connection = {
        tell: (text: string) => super.send(text),
        pause: () => this.pause(),
        resume: () => this.resume(),
      };
      return admit && new CountedChats(connection, admit);
    }
  };
}
