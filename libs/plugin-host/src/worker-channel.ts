import type { Worker } from 'node:worker_threads';
import { Observable } from 'rxjs';
import type { Channel } from './channel.js';
import type { Message } from './protocol.js';

/** A channel to a worker thread that serves over its {@link parentChannel}. Closing the channel ends the thread. */
export function workerChannel(worker: Worker): Channel {
  return {
    send: (message, transfer = []) => worker.postMessage(message, transfer),
    messages: new Observable<Message>((subscriber) => {
      if (worker.threadId < 0) return subscriber.error(new Error('the worker thread has ended'));
      const onMessage = (message: Message) => subscriber.next(message);
      const onError = (error: Error) => subscriber.error(error);
      const onExit = (code: number) => subscriber.error(new Error(`the worker thread ended with exit code ${code}`));
      worker.on('message', onMessage).on('messageerror', onError).on('error', onError).on('exit', onExit);
      // the error listener stays: without one, a late crash of the thread would end this process
      return () => worker.off('message', onMessage).off('messageerror', onError).off('exit', onExit);
    }),
    close: async () => {
      await worker.terminate();
    },
  };
}
