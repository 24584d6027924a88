import type { IncomingMessage } from 'node:http';
import type { INestApplicationContext } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import { openAiError } from '@predict-otron/dialects';
import { Gauge } from 'prom-client';
import type { WebSocketServer } from 'ws';
import type { Metrics } from '../metrics/metrics.js';
import { refuseUpgrade, type UpgradeRules } from './refuse-upgrade.js';

type Verdict = (verified: boolean, code?: number, message?: string, headers?: Record<string, string>) => void;

/** WebSockets on the server's own port, opened to those who may, with a limit of a frame's size. */
export class SocketAdapter extends WsAdapter {
  private readonly servers = new Set<WebSocketServer>();

  constructor(
    app: INestApplicationContext,
    private readonly limits: { bodyLimit: number },
    private readonly rules: UpgradeRules,
    { registry }: Metrics,
  ) {
    super(app);
    const { servers } = this;
    new Gauge({
      name: 'otron_websocket_connections',
      help: 'Open WebSockets.',
      registers: [registry],
      collect() {
        this.set([...servers].reduce((sum, { clients }) => sum + clients.size, 0));
      },
    });
  }

  override create(port: number, options: Parameters<WsAdapter['create']>[1]) {
    const server: WebSocketServer = super.create(port, {
      ...options,
      maxPayload: this.limits.bodyLimit,
      perMessageDeflate: false,
      verifyClient: ({ req }: { req: IncomingMessage }, verdict: Verdict) => this.judge(req, verdict),
    } as typeof options);
    this.servers.add(server);
    return server;
  }

  /** A gateway that reads frames by itself has no handlers, and its frames need not be parsed for them. */
  override bindMessageHandlers(...args: Parameters<WsAdapter['bindMessageHandlers']>): void {
    if (args[1].length > 0) super.bindMessageHandlers(...args);
  }

  /** What is wrong with a client's frames is no news for the log: anybody can send such. */
  override bindErrorHandler(server: WebSocketServer) {
    server.on('error', (error) => this.logger.error(error));
    return server;
  }

  private judge(request: IncomingMessage, verdict: Verdict): void {
    const refusal = refuseUpgrade(request, this.rules);
    if (!refusal) {
      verdict(true);
      return;
    }
    const { status, headers, body } = openAiError(refusal);
    verdict(false, status, JSON.stringify(body), { ...headers, 'Content-Type': 'application/json; charset=utf-8' });
  }
}
