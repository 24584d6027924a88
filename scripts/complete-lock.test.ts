import { hostNames, missingPlatformPackages } from './complete-lock.mjs';

describe('missingPlatformPackages', () => {
  const parent = (names: Record<string, string>, more = {}) => ({
    'node_modules/p': { optionalDependencies: names, ...more },
  });

  it('adds what npm left out, in its form', () => {
    const lock = parent({ '@x/linux-x64-gnu': '1.0.0', '@x/mac-arm64-metal': '^1.2.3', '@mac/win-ia32': '2.0.0' });
    expect(missingPlatformPackages(lock)).toEqual({
      'node_modules/@x/linux-x64-gnu': {
        version: '1.0.0',
        cpu: ['x64'],
        libc: ['glibc'],
        optional: true,
        os: ['linux'],
      },
      'node_modules/@x/mac-arm64-metal': { version: '1.2.3', cpu: ['arm64'], optional: true, os: ['darwin'] },
      'node_modules/@mac/win-ia32': { version: '2.0.0', cpu: ['ia32'], optional: true, os: ['win32'] },
    });
  });

  it('marks the packages of a development dependency', () => {
    const lock = parent({ '@x/wasm32-wasi': '1.0.0' }, { dev: true });
    expect(missingPlatformPackages(lock)).toEqual({
      'node_modules/@x/wasm32-wasi': { version: '1.0.0', cpu: ['wasm32'], dev: true, optional: true },
    });
  });

  it('finds a package beside its parent, inside of it, and above a workspace', () => {
    const optionalDependencies = { 'linux-x64': '1.0.0' };
    const locks = [
      { 'node_modules/p': { optionalDependencies }, 'node_modules/linux-x64': {} },
      { 'node_modules/p': { optionalDependencies }, 'node_modules/p/node_modules/linux-x64': {} },
      { 'libs/p': { optionalDependencies }, 'node_modules/linux-x64': {} },
      { 'node_modules/q/node_modules/p': { optionalDependencies }, 'node_modules/q/node_modules/linux-x64': {} },
    ];
    for (const lock of locks) expect(missingPlatformPackages(lock)).toEqual({});
  });

  it('asks for a human when a name tells no platform', () => {
    expect(() => missingPlatformPackages(parent({ fast: '1.0.0' }))).toThrow('fast is missing');
  });
});

describe('hostNames', () => {
  it('finds entries with an address, not links', () => {
    const lock = { a: { resolved: 'https://registry.example/a.tgz' }, b: { resolved: 'libs/b', link: true }, c: {} };
    expect(hostNames(lock)).toEqual(['a']);
  });
});
