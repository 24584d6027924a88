/** A GPU as macOS tells of it. */
export interface DisplayGpu {
  /** Such as `Apple M2 Max`. */
  name: string;
  cores?: number;
  /** Generation of Metal, such as `Metal 3`. */
  metal?: string;
}

interface DisplayEntry {
  _name?: unknown;
  sppci_model?: unknown;
  sppci_cores?: unknown;
  spdisplays_vendor?: unknown;
  spdisplays_mtlgpufamilysupport?: unknown;
}

/** Parses `system_profiler SPDisplaysDataType -json`; the first GPU of Apple that supports Metal. */
export function parseDisplays(text: string): DisplayGpu | undefined {
  for (const entry of entriesOf(text)) {
    const name = entry.sppci_model ?? entry._name;
    const family = entry.spdisplays_mtlgpufamilysupport;
    if (typeof name !== 'string' || !`${entry.spdisplays_vendor}`.includes('Apple') || typeof family !== 'string')
      continue;
    const cores = Number(entry.sppci_cores);
    const metal = /^spdisplays_metal(\d+)/.exec(family)?.[1];
    return { name, ...(cores > 0 && { cores }), ...(metal && { metal: `Metal ${metal}` }) };
  }
  return undefined;
}

function entriesOf(text: string): DisplayEntry[] {
  try {
    const { SPDisplaysDataType: entries } = JSON.parse(text) as { SPDisplaysDataType?: unknown };
    return Array.isArray(entries) ? entries.filter((entry) => typeof entry === 'object' && entry !== null) : [];
  } catch {
    return [];
  }
}
