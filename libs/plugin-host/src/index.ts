/** The plugin contract over a MessagePort or an IPC channel: one side serves contributions, the other has proxies of them. */
export type { Channel } from './channel.js';
export { type ConnectedContributions, connectContributions } from './connect-contributions.js';
export { ipcChannel } from './ipc-channel.js';
export { messagePortChannel } from './message-port-channel.js';
export { parentChannel } from './parent-channel.js';
export { type Serving, serveContributions } from './serve-contributions.js';
export { workerChannel } from './worker-channel.js';
