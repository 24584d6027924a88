import { ServerConfiguration } from './server-configuration.js';
import { unusedSettings } from './unused-settings.js';

describe('unusedSettings', () => {
  it('says nothing of what is a server its own', () => {
    expect(unusedSettings(new ServerConfiguration())).toEqual([]);
    const file = { server: { serverMode: 'HighAvailability' }, models: {}, plugins: [] };
    expect(unusedSettings(Object.assign(new ServerConfiguration(), { port: 1, logLevel: 'warn', file }))).toEqual([]);
  });

  it('names what only engines use', () => {
    const file = { models: { a: {} }, anyDimensions: true };
    const configuration = Object.assign(new ServerConfiguration(), { model: 'big', models: ['/m'], file });
    expect(unusedSettings(configuration).map((sentence) => sentence.split(' is not used')[0])).toEqual([
      '--models (OTRON_MODELS)',
      '--model (OTRON_MODEL)',
      'models in the configuration file',
      'anyDimensions in the configuration file',
    ]);
  });
});
