/** What a new plugin can contribute, in the words of its README. */
export const PLUGIN_KINDS = {
  runner: 'it runs language models of a format of its own',
  embedder: 'it runs embedding models of a format of its own',
  hardware: 'it finds devices of a kind of its own',
  stage: 'it changes answers on their way out',
} as const;

export type PluginKind = keyof typeof PLUGIN_KINDS;
