import { configurationText } from './configuration-text.js';
import type { SettingOf } from './setting.js';

const setting = (property: string, flag: string, env: string): SettingOf => ({
  property,
  flag,
  env,
  about: '',
  type: 'string',
});

it('tells where each value comes from, and keeps secrets', () => {
  const settings = [
    setting('port', '--port <number>', 'PORT'),
    setting('host', '--host <address>', 'HOST'),
    setting('keepAlive', '--keep-alive <duration>', 'KEEP'),
    setting('serviceToken', '--service-token <secret>', 'TOKEN'),
  ];
  const sources: Record<string, string> = { port: 'cli', host: 'env', serviceToken: 'env', keepAlive: 'default' };
  expect(
    configurationText(settings, { port: 1, host: 'h', serviceToken: 's3cret' }, (name) => sources[name]).split('\n'),
  ).toEqual([
    '--port           1        flag',
    '--host           "h"      variable HOST',
    '--keep-alive     not set  default',
    '--service-token  ***      variable TOKEN',
    '',
  ]);
});
