import type { MessagePort } from 'node:worker_threads';
import { Observable } from 'rxjs';
import type { Channel } from './channel.js';
import type { Message } from './protocol.js';

/** A channel over one end of a MessageChannel, or over the `parentPort` of a worker thread. */
export function messagePortChannel(port: MessagePort): Channel {
  return {
    send: (message, transfer = []) => port.postMessage(message, transfer),
    messages: new Observable<Message>((subscriber) => {
      const onMessage = (message: Message) => subscriber.next(message);
      const onError = (error: Error) => subscriber.error(error);
      const onClose = () => subscriber.complete();
      port.on('message', onMessage).on('messageerror', onError).on('close', onClose);
      return () => port.off('message', onMessage).off('messageerror', onError).off('close', onClose);
    }),
    close: async () => port.close(),
  };
}
