/** Injection token of the subject behind `PluginContext.closing`: emits once when the server begins to shut down. */
export const CLOSING = Symbol('CLOSING');
