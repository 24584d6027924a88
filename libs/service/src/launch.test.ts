import { execFileSync } from 'node:child_process';
import { launch } from './launch.js';

describe('launch', () => {
  it('starts Node with large pages for its code, and for memory that glibc gives', () => {
    const { nodeFlags, env } = launch();
    const program = 'console.log([process.env.UV_THREADPOOL_SIZE, process.env.GLIBC_TUNABLES])';
    const printed = execFileSync(process.execPath, [...nodeFlags, '--eval', program], { env, encoding: 'utf8' });
    expect(printed).toMatch(/'\d+', 'glibc.malloc.hugetlb=1'/);
  });

  it('leaves what is set already', () => {
    const { env } = launch({ UV_THREADPOOL_SIZE: '5', GLIBC_TUNABLES: '', OTHER: 'stays' });
    expect(env).toEqual({ UV_THREADPOOL_SIZE: '5', GLIBC_TUNABLES: '', OTHER: 'stays' });
  });
});
