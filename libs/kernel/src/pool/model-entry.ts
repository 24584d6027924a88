import type { MemoryNeed, ModelFile } from '@predict-otron/plugin-sdk';
import type { AnyInfo, ModelKind } from './model-kind.js';

/** A model as people and programs are told of it: plain data, true at the moment of the call. */
export interface ModelEntry {
  id: string;
  kind: ModelKind;
  /** Other names that requests may use, from the configuration. */
  aliases: string[];
  file: ModelFile;
  /** Id of the backend that runs it, and the plugin that this comes from. */
  backend: string;
  plugin: string;
  /** From the header; of a file that could not be read, `unknown` and zeros. */
  info: AnyInfo;
  /** Tokens of context for each request: planned, and once loaded the model's own word. */
  contextTokens: number;
  /** Requests answered at the same time: planned, and once loaded the model's own word. */
  parallel: number;
  /** `failed`: the file is broken, or the last load failed; a load can be tried again. */
  state: 'unloaded' | 'loading' | 'loaded' | 'failed';
  /** Why it failed. */
  reason?: string;
  /** Milliseconds since the epoch. */
  modifiedAt: number;
  /** Bytes on disk: the file with all its shards, or all files of the folder. 0 for what is not fetched yet. */
  sizeBytes: number;
  /** Milliseconds since the epoch when it last answered; absent where it has not since the server started. */
  lastUsedAt?: number;
  /** Requests that it is answering. */
  users: number;
  /** It never leaves the memory by itself. */
  pinned: boolean;
  /** Milliseconds since the epoch when it leaves the memory if nobody asks for it; absent where it stays. */
  expiresAt?: number;
  /** What it took when it was last loaded, for each device, as far as it can be measured. */
  memory?: MemoryNeed[];
  /** It is what `default` means for its kind. */
  isDefault: boolean;
}
