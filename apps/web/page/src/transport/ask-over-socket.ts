import { ChatError } from '../../../src/shared/chat-event.js';
import { newId } from '../conversation/new-id.js';
import type { AskModel } from './ask-model.js';
import type { ChatSocket, SocketEvent } from './chat-socket.js';
import { SocketEvents } from './socket-events.js';

/** How often a lost connection is opened again for one answer before it counts as lost. */
const RESUMES = 3;

/**
 * Over the WebSocket. The stream is resumable: when the connection is lost in the middle, another one goes on with the event
 * after the last one. After a restart of the server there is nothing to go on with, and the answer counts as lost.
 */
export function askOverSocket(socket: ChatSocket): AskModel {
  return async function* answer(request, signal) {
    const id = newId();
    const events = new SocketEvents();
    const waiting: (SocketEvent | 'lost')[] = [];
    let wake = () => {};
    const stopListening = socket.listen(id, (event) => {
      waiting.push(event);
      wake();
    });
    const cancel = () => {
      socket.send({ type: 'cancel', id }).catch(() => {});
      wake();
    };
    signal.addEventListener('abort', cancel, { once: true });
    let stream: unknown;
    let seen = 0;
    let resumes = 0;
    try {
      await socket.send({ type: 'chat', id, resumable: true, ...request });
      for (;;) {
        const event = waiting.shift();
        signal.throwIfAborted();
        if (event === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        } else if (event === 'lost') {
          resumes += 1;
          if (stream === undefined || resumes > RESUMES) throw lost();
          await socket.send({ type: 'resume', stream, after: seen, id }).catch(() => {
            throw lost();
          });
        } else {
          seen = event.seq ?? seen;
          stream = event.stream ?? stream;
          // the server has forgotten the stream: it was started anew
          if (event.type === 'error' && resumes > 0) throw lost();
          yield* events.read(event);
          if (event.type === 'end') return;
        }
      }
    } finally {
      stopListening();
      signal.removeEventListener('abort', cancel);
    }
  };
}

function lost(): ChatError {
  return new ChatError('The connection to the server was lost.', 'connection_lost', true);
}
