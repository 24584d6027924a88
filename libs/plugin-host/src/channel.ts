import type { Observable } from 'rxjs';
import type { Message } from './protocol.js';

/** Two-way transport of plain data between a plugin that is served and its proxy. Keeps the order of messages. */
export interface Channel {
  /** Throws a DataCloneError for what is not plain data; does nothing on a closed channel. `transfer`: moved where the transport can, copied otherwise. */
  send(message: Message, transfer?: ArrayBuffer[]): void;
  /** To be subscribed once; what came earlier is kept until then. Completes when the channel closes; errors, with the reason, when the other side crashed. */
  messages: Observable<Message>;
  /** Ends the channel and, where it was started for the channel alone, the thread on the other side. */
  close(): Promise<void>;
}
