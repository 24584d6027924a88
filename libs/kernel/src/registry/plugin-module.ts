import type { DynamicModule } from '@nestjs/common';
import { injectables } from './part-token.js';
import type { PluginRecord } from './plugin-record.js';
import type { PluginRegistry } from './plugin-registry.js';

/** The Nest module of a running plugin, named after it, that makes it and its parts injectable by their tokens. */
export function pluginModule(record: PluginRecord, registry: PluginRegistry): DynamicModule {
  const className = moduleName(record.name);
  const module = { [className]: class {} }[className] as DynamicModule['module'];
  const tokens = [...injectables(record).keys()];
  const providers = tokens.map((token) => ({ provide: token, useValue: registry.handle(token) }));
  return { module, providers, exports: tokens };
}

/** `my-plugin` is `MyPluginPlugin`. */
function moduleName(pluginName: string): string {
  const words = pluginName.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Plugin`;
}
