import { streamChat } from '../../../src/shared/stream-chat.js';
import type { AskModel } from './ask-model.js';
import { askOverSocket } from './ask-over-socket.js';
import { ChatSocket } from './chat-socket.js';

/** For how long server-sent events are used once no WebSocket could be opened, in milliseconds. */
const WITHOUT_SOCKET_MS = 60_000;

const socket = new ChatSocket(() => new URL('v1/ws', document.baseURI).href.replace(/^http/, 'ws'));
const overSocket = askOverSocket(socket);
let withoutUntil = 0;

/** Over the WebSocket; over server-sent events where that does not open. */
export const ask: AskModel = async function* ask(request, signal) {
  const usable = performance.now() >= withoutUntil && (await opens());
  yield* usable ? overSocket(request, signal) : streamChat('v1/chat/completions', request, { signal });
};

async function opens(): Promise<boolean> {
  try {
    await socket.open();
    return true;
  } catch {
    withoutUntil = performance.now() + WITHOUT_SOCKET_MS;
    return false;
  }
}
