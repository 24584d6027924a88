import { missingPackages } from './install.mjs';

const lock = (packages: Record<string, object>) => ({ packages });

describe('missingPackages', () => {
  it.each([
    [
      'nothing when all is there',
      { 'node_modules/a': { version: '1.0.0' } },
      { 'node_modules/a': { version: '1.0.0' } },
      [],
    ],
    ['what is not there', { 'node_modules/a': { version: '1.0.0' } }, {}, ['a']],
    [
      'another version',
      { 'node_modules/@s/a': { version: '2.0.0' } },
      { 'node_modules/@s/a': { version: '1.0.0' } },
      ['@s/a'],
    ],
    ['what lies in another package', { 'node_modules/a/node_modules/b': { version: '1.0.0' } }, {}, ['b']],
    ['no package of another platform', { 'node_modules/a': { version: '1.0.0', optional: true } }, {}, []],
    ['no workspace and not the root', { '': { version: '1.0.0' }, 'libs/a': { version: '1.0.0' } }, {}, []],
    ['a new workspace', { 'node_modules/a': { link: true, resolved: 'libs/a' } }, {}, ['a']],
    ['no workspace that is linked', { 'node_modules/a': { link: true } }, { 'node_modules/a': { link: true } }, []],
  ])('finds %s', (_, locked, installed, missing) => {
    expect(missingPackages(lock(locked), lock(installed))).toEqual(missing);
  });
});
