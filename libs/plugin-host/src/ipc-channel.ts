import { ChildProcess } from 'node:child_process';
import { Observable } from 'rxjs';
import type { Channel } from './channel.js';
import type { Message } from './protocol.js';

/** A child that crashes disconnects before its exit is known; how long to wait for the exit, which gives the reason. */
const EXIT_DELAY_MS = 1000;

/**
 * A channel over Node's IPC: to a child process, or, given `process`, to the parent. The child must be forked with
 * `serialization: 'advanced'`. Closing it disconnects; a child that only serves then ends by itself.
 */
export function ipcChannel(peer: ChildProcess | NodeJS.Process): Channel {
  return {
    send: (message) => {
      // the callback takes the error of a channel that is closing, which would otherwise be thrown as an event
      if (peer.connected) peer.send?.(message, undefined, undefined, () => undefined);
    },
    messages: new Observable<Message>((subscriber) => {
      if (!peer.connected) return subscriber.complete();
      const child = peer instanceof ChildProcess ? peer : undefined;
      let closing: NodeJS.Timeout | undefined;
      const onMessage = (message: unknown) => subscriber.next(message as Message);
      const onError = (error: Error) => subscriber.error(error);
      const onExit = (code: number | null, signal: string | null) =>
        subscriber.error(new Error(`the process ended ${signal ? `by ${signal}` : `with exit code ${code}`}`));
      const onDisconnect = () => {
        closing = setTimeout(() => subscriber.complete(), child ? EXIT_DELAY_MS : 0);
      };
      peer.on('message', onMessage).on('disconnect', onDisconnect);
      // the error listener stays: without one, a late error of the child would end this process
      child?.on('error', onError).on('exit', onExit);
      return () => {
        clearTimeout(closing);
        peer.off('message', onMessage).off('disconnect', onDisconnect);
        child?.off('exit', onExit);
      };
    }),
    close: async () => {
      if (peer.connected) peer.disconnect?.();
    },
  };
}
