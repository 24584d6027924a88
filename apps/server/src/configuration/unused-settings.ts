import { isDeepStrictEqual } from 'node:util';
import { EngineConfiguration } from '@predict-otron/engine/configuration';
import { ServiceConfiguration, settingsOf } from '@predict-otron/service/configuration';
import { ServerConfiguration } from './server-configuration.js';

/** Beside what every server has; folders do no harm, and images set them. */
const SERVERS_OWN = new Set([
  ...settingsOf(ServiceConfiguration).map(({ property }) => property),
  ...['config', 'cache', 'hfHome'],
]);

/** What was set about models and plugins though engines elsewhere run them, in a sentence each. */
export function unusedSettings(configuration: ServerConfiguration): string[] {
  const defaults = new ServerConfiguration();
  const set = settingsOf(EngineConfiguration).filter(({ property }) => {
    const name = property as keyof ServerConfiguration;
    return !SERVERS_OWN.has(property) && !isDeepStrictEqual(configuration[name], defaults[name]);
  });
  const { server: _, ...file } = configuration.file;
  const inFile = Object.entries(file).filter(([, value]) => Object.keys(Object(value)).length > 0 || value === true);
  return [
    ...set.map(({ flag, env }) => `${flag.split(' ')[0]} (${env})`),
    ...inFile.map(([section]) => `${section} in the configuration file`),
  ].map((what) => `${what} is not used in high availability: set it where the engines run.`);
}
