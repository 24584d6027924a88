import type { ServerResponse } from 'node:http';
import { Observable } from 'rxjs';

/** Emits once, at once if it is too late already, when the one who asked can get no answer any more. */
export function clientLeaves(response: ServerResponse): Observable<void> {
  return new Observable((subscriber) => {
    const { socket } = response.req;
    const leave = () => subscriber.next();
    if (clientHasLeft(response)) return leave();
    response.once('close', leave);
    // a response that waits behind another one on its connection is not told of the connection's end
    socket.once('close', leave);
    return () => {
      response.off('close', leave);
      socket.off('close', leave);
    };
  });
}

/** True when what is written now would reach nobody. */
export function clientHasLeft(response: ServerResponse): boolean {
  return response.destroyed || response.req.socket.destroyed;
}
