import type { StoreSettings } from '@predict-otron/model-store';
import type { Adapter, JsonObject, NumberFormat } from '@predict-otron/plugin-sdk';
import type { AliasPreset } from '../pool/alias-preset.js';
import type { ModelKind } from '../pool/model-kind.js';

/** A plugin that the configuration names. */
export interface PluginEntry {
  /** Name of an installed package, or absolute path of a package's folder. */
  package: string;
  /** Validated against the plugin's own schema. */
  config?: JsonObject;
  /** The start fails if this plugin does. Default false: it is listed as failed and the rest goes on. */
  required?: boolean;
  /** Run each of the plugin's models in a child process of its own. Default false; a model's own setting wins. */
  isolate?: boolean;
}

/** How much of a device's memory models may take: bytes, or a share of its total, 0 to 1. */
export type MemoryLimit = { bytes: number; share?: never } | { share: number; bytes?: never };

/** How models share the memory. */
export interface MemoryOptions {
  /** By device id; `*` for every device without a limit of its own. Default: 90 % of what is free for models. */
  limits?: Record<string, MemoryLimit>;
  /**
   * Milliseconds for which requests for a model in memory are still let in while another one waits for its memory, so
   * that they are collated and the models do not take turns with each request. Default 5000.
   */
  turnMs?: number;
  /** Milliseconds that a request waits for memory at most, before it gets `OUT_OF_MEMORY`. Default 300,000. */
  waitMs?: number;
}

/** What the configuration says of one model. */
export interface ModelSettings {
  /** Tokens of context for each request; default: the model's own, at most 8192. */
  contextTokens?: number;
  /** Requests answered at the same time; default: by the size of the weights. */
  parallel?: number;
  /** Threads that it may use at most; default: those of the kernel. */
  threads?: number;
  /** Handed to the backend as it is (`ModelFile.settings`). */
  settings?: JsonObject;
  /** Absolute path, for a model outside of the model folders or to give one in them this id. */
  path?: string;
  /** Other names that requests may use, or by such names what a request gets where it says nothing itself. */
  aliases?: string[] | Record<string, AliasPreset>;
  /** Milliseconds that it stays in memory after its last answer, -1 for ever; default: that of the kernel. */
  keepAliveMs?: number;
  /** It is never unloaded, neither to make room nor by time. */
  pinned?: boolean;
  /** LoRA adapters that apply to all its requests. */
  adapters?: Adapter[];
  /** `auto`, or a device's id such as `cpu`, `cuda:0`, `metal`, `vulkan:0`; default: that of the kernel. */
  device?: string;
  /** Run it in a child process of its own: a crash of its engine ends its own requests alone. Default: its plugin's. */
  isolate?: boolean;
  /** Number format of the KV cache; default: by the device's policy. */
  kvCacheType?: NumberFormat;
  /** Default: by the device's policy. */
  flashAttention?: boolean;
}

/** All that the kernel is told. The application validates it and fills in the defaults. */
export interface KernelOptions {
  plugins: PluginEntry[];
  /** Absolute path of a folder: every package in it is a plugin. It may not exist. */
  pluginFolder?: string;
  /** Also take every installed package whose package.json has `"otron": { "plugin": … }`. */
  discoverInstalled?: boolean;
  /** Absolute path of the folder from which package names are resolved, as Node does: its `node_modules` and those above. */
  resolveFrom: string;
  /**
   * For plugin packages that were bundled with the application: by the real path of a package's folder, the absolute path
   * of the module to import in place of the package's own.
   */
  bundledPlugins?: Record<string, string>;
  /** Absolute paths. */
  modelFolders: string[];
  /** Where downloaded models are; absent where only the folders count. */
  store?: StoreSettings;
  /** By a model's id or another name that comes with it, such as the reference by which it was pulled. */
  models?: Record<string, ModelSettings>;
  /** Id of the model that `default` means, for each kind. A kind that is absent and has one single model takes that. */
  defaults?: { language?: string; embedding?: string; rerank?: string };
  /** Where models run that name no device of their own: `auto` (the default) or a device's id. */
  device?: string;
  memory?: MemoryOptions;
  /** Milliseconds that a model stays in memory after its last answer; default: for ever, -1 the same. */
  keepAliveMs?: number;
  /** Threads of one model at most. */
  threads: number;
  /** Requests that wait for one model at most. */
  queueLimit: number;
  /** Milliseconds that a request may wait in line for a model, and that it may take in all; absent: for ever. */
  queueTimeoutMs?: number;
  requestTimeoutMs?: number;
  /** Milliseconds that the import, the setup and the dispose of a plugin, and its look at one model file, may each take. */
  setupTimeoutMs: number;
  /** Milliseconds for which a stage may give no event for what it took; default 30,000. */
  stageTimeoutMs?: number;
  /** Take plugins that are added, changed or removed while the server runs. Default false. */
  watchPlugins?: boolean;
  /** Absolute path: each plugin gets a folder in it. */
  cacheFolder: string;
  /** Requests that a model of under 200 MB answers at the same time. */
  defaultParallel: number;
  /**
   * Kinds of models that this process serves; default: all. Models of other kinds are not listed and not loaded, but a
   * request that needs another kind than it names is still told so.
   */
  kinds?: readonly ModelKind[];
}

/** Injection token of {@link KernelOptions}. */
export const KERNEL_OPTIONS = Symbol('KERNEL_OPTIONS');
