import { parseCgroupFolders } from './cgroup-folders.js';

describe('parseCgroupFolders', () => {
  it.each([
    ['nothing', '', { unified: [], cpu: [], memory: [] }],
    ['lines of another form', 'cpu\n::\n1:cpu\n', { unified: [], cpu: [], memory: [] }],
    ['the root of version 2', '0::/\n', { unified: ['/sys/fs/cgroup'], cpu: [], memory: [] }],
    [
      'a group of version 2, up to the root',
      '0::/a.slice/b.service\n',
      {
        unified: ['/sys/fs/cgroup/a.slice/b.service', '/sys/fs/cgroup/a.slice', '/sys/fs/cgroup'],
        cpu: [],
        memory: [],
      },
    ],
    [
      'a path outside of the own namespace',
      '0::/../../other\n',
      { unified: ['/sys/fs/cgroup/other', '/sys/fs/cgroup'], cpu: [], memory: [] },
    ],
    [
      'version 1, by both names of the mount',
      '5:cpu,cpuacct:/x\n4:memory:/\n3:cpuset:/x\n',
      {
        unified: [],
        cpu: [
          '/sys/fs/cgroup/cpu/x',
          '/sys/fs/cgroup/cpu',
          '/sys/fs/cgroup/cpu,cpuacct/x',
          '/sys/fs/cgroup/cpu,cpuacct',
        ],
        memory: ['/sys/fs/cgroup/memory'],
      },
    ],
  ])('reads %s', (_, text, folders) => {
    expect(parseCgroupFolders(text)).toEqual(folders);
  });
});
