const MOUNT = '/sys/fs/cgroup';

/** Folders that may limit this process, for each controller; a limit of any of them holds. Some may not exist. */
export interface CgroupFolders {
  /** Of version 2, where one folder has all controllers. */
  unified: string[];
  /** Of version 1. */
  cpu: string[];
  memory: string[];
}

/**
 * Parses the text of `/proc/self/cgroup`: lines `id:controllers:path`, without controllers for version 2. The path may
 * be the host's while the container sees only its own folder at the mount, so every folder up to the mount counts.
 */
export function parseCgroupFolders(text: string): CgroupFolders {
  const folders: CgroupFolders = { unified: [], cpu: [], memory: [] };
  for (const line of text.split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (controllers === undefined || path === undefined) continue;
    if (controllers === '') folders.unified.push(...upwards(MOUNT, path));
    const names = controllers.split(',');
    // the folder has the name of the mount: all controllers together, or a link for each
    if (names.includes('cpu'))
      for (const name of new Set(['cpu', controllers])) folders.cpu.push(...upwards(`${MOUNT}/${name}`, path));
    if (names.includes('memory')) folders.memory.push(...upwards(`${MOUNT}/memory`, path));
  }
  return folders;
}

/** The folder and those above it, up to the mount. */
function upwards(mount: string, path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '..');
  return Array.from({ length: parts.length + 1 }, (_, i) => [mount, ...parts.slice(0, parts.length - i)].join('/'));
}
