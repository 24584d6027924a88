import type { ErrorCode, JsonObject } from '@predict-otron/plugin-sdk';

/** An object of the serving side: the number it is called by, and its plain fields. */
export interface Remote {
  handle: number;
  fields: Record<string, unknown>;
}

/** What a plugin serves: the answer to `connect`. */
export interface ServedContributions {
  health?: Remote;
  hardware: Remote[];
  runners: Remote[];
  embedders: Remote[];
  rerankers: Remote[];
  /** One byte: it arrives as a Uint8Array if the channel carries binary data. */
  binary: Uint8Array;
}

/** A PluginError on its way. */
export interface WireError {
  code: ErrorCode;
  message: string;
  details: JsonObject;
  stack?: string;
}

/** From the proxy to the serving side. `id` names a request; the proxy never uses one twice. */
export type Request =
  | { type: 'connect'; id: number }
  /** Ends all that runs and disposes all there is, the plugin last. */
  | { type: 'disconnect'; id: number }
  | { type: 'call'; id: number; handle: number; member: string; args: unknown[] }
  /** `credits`: events that may be sent before more are granted; absent: no limit. */
  | { type: 'subscribe'; id: number; handle: number; member: string; args: unknown[]; credits?: number }
  | { type: 'grant'; id: number; credits: number }
  | { type: 'unsubscribe'; id: number }
  /** An object arrived after its request was unsubscribed: nobody has it, so it is disposed. */
  | { type: 'discard'; handle: number };

/** From the serving side to the proxy. Each `connect`, `disconnect` and `call` gets one `reply` or `failure`; each `subscribe` any number of `next` and `loaded`, then `complete` or `failure`. */
export type Response =
  | { type: 'reply'; id: number; value: unknown }
  | { type: 'next'; id: number; value: unknown }
  | { type: 'loaded'; id: number; model: Remote }
  | { type: 'complete'; id: number }
  | { type: 'failure'; id: number; error: WireError };

export type Message = Request | Response;
