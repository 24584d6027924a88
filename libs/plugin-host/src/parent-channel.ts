import { parentPort } from 'node:worker_threads';
import type { Channel } from './channel.js';
import { ipcChannel } from './ipc-channel.js';
import { messagePortChannel } from './message-port-channel.js';

/** The channel to whoever started this worker thread or forked this child process. */
export function parentChannel(): Channel {
  if (parentPort) return messagePortChannel(parentPort);
  if (process.send) return ipcChannel(process);
  throw new Error('This is neither a worker thread nor a forked child process, so nobody can be served.');
}
