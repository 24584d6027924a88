/** Memory of the machine in bytes, as far as `/proc/meminfo` tells it. */
export interface MemoryInfo {
  total?: number;
  /** What programs can get without swapping: free memory and what caches can give back. */
  available?: number;
}

/** Parses the text of `/proc/meminfo`: lines such as `MemTotal:       24683620 kB`. */
export function parseMemoryInfo(text: string): MemoryInfo {
  return { total: bytes(text, 'MemTotal'), available: bytes(text, 'MemAvailable') };
}

function bytes(text: string, name: string): number | undefined {
  const kilobytes = new RegExp(`^${name}:\\s+(\\d{1,12}) kB$`, 'm').exec(text)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}
