import { IncomingMessage } from 'node:http';

/**
 * A request that asks for an upgrade only when that is to a WebSocket. Some clients offer HTTP/2 with every first request;
 * Node would hand these over like WebSockets, and they would never be answered.
 */
export class WebSocketUpgrade extends IncomingMessage {
  private asked = false;

  get upgrade(): boolean {
    return this.asked && (this.method === 'CONNECT' || this.headers.upgrade?.toLowerCase() === 'websocket');
  }

  set upgrade(asked: boolean) {
    this.asked = asked;
  }
}
