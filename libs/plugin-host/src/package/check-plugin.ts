import { API_VERSION, type Plugin, PluginError } from '@predict-otron/plugin-sdk';

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** A module's default export as a Plugin. Throws `INPUT_INVALID` that says what it lacks. */
export function checkPlugin(exported: unknown): Plugin {
  if (exported === undefined) throw refuse('The module has no default export; export the plugin object as its default');
  if (typeof exported !== 'object' || exported === null)
    throw refuse(
      `The default export must be the plugin object, not ${exported === null ? 'null' : `a ${typeof exported}`}`,
    );
  const { apiVersion, name, setup, configSchema } = exported as Partial<Record<keyof Plugin, unknown>>;
  if (apiVersion !== API_VERSION)
    throw refuse(`The plugin is written for apiVersion ${JSON.stringify(apiVersion)}; this server has ${API_VERSION}`);
  if (typeof name !== 'string' || !NAME.test(name))
    throw refuse(`The plugin's name must be kebab-case, such as "my-plugin", not ${JSON.stringify(name)}`);
  if (typeof setup !== 'function') throw refuse('The plugin has no function "setup"');
  if (configSchema !== undefined && (typeof configSchema !== 'object' || configSchema === null))
    throw refuse('The plugin\'s "configSchema" must be a JSON Schema object');
  return exported as Plugin;
}

function refuse(message: string): PluginError {
  return new PluginError('INPUT_INVALID', `${message}.`);
}
