import { type ClientOptions, WebSocket } from 'ws';

/** Tries to open a WebSocket at a server: the status with which it is refused, or that it opened; then it is closed. */
export function attemptSocket(url: string, options: ClientOptions): Promise<number | 'open'> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/ws`, options);
    socket.on('error', () => undefined);
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode as number));
    socket.on('open', () => {
      socket.terminate();
      resolve('open');
    });
  });
}
