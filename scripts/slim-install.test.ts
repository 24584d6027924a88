import { readFileSync } from 'node:fs';
import { optionalPackages } from './slim-install.mjs';

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const names = (accelerator: string, platform: string, arch: string, libc?: string): string[] =>
  optionalPackages(lock, accelerator, { platform, arch, libc }).map((it: string) => it.replace(/@[^@]+$/, ''));
const llama = (all: string[]) => all.filter((name) => name.startsWith('@node-llama-cpp/'));

describe('optionalPackages', () => {
  it.each([
    ['cpu', 'linux', 'x64', ['linux-x64']],
    ['cuda', 'linux', 'x64', ['linux-x64', 'linux-x64-cuda', 'linux-x64-cuda-ext']],
    ['vulkan', 'linux', 'x64', ['linux-x64', 'linux-x64-vulkan']],
    ['cpu', 'linux', 'arm64', ['linux-arm64']],
    ['cpu', 'darwin', 'arm64', ['mac-arm64-metal']],
    ['cpu', 'win32', 'x64', ['win-x64']],
  ])('with %s on %s %s has of llama.cpp %j', (accelerator, platform, arch, expected) => {
    const found = llama(names(accelerator, platform, arch, platform === 'linux' ? 'glibc' : undefined));
    expect(found.map((name) => name.slice('@node-llama-cpp/'.length))).toEqual(expected);
  });

  it('has what builds and runs the rest', () => {
    expect(names('cpu', 'linux', 'x64', 'glibc')).toEqual(
      expect.arrayContaining([
        '@anush008/tokenizers-linux-x64-gnu',
        '@rolldown/binding-linux-x64-gnu',
        '@swc/core-linux-x64-gnu',
      ]),
    );
    expect(names('cpu', 'linux', 'x64', 'musl')).not.toContain('@swc/core-linux-x64-gnu');
  });
});
