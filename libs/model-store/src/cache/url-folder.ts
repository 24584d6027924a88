import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';

/** Where files of addresses lie in the store: a folder for the host, then the path of the address. */
export function urlFolder(home: string): string {
  return join(home, 'otron', 'urls');
}

/** The place of an address's file. What cannot stand in a name of a file is percent-encoded. */
export function urlLocation(home: string, address: string): string {
  const { host, pathname } = new URL(address);
  const parts = [host, ...pathname.split('/').filter((part) => part !== '')];
  return join(
    urlFolder(home),
    ...parts.map((part) => encodeURIComponent(decodeURIComponent(part)).replace(/^\.+$/, '_')),
  );
}

/** The files of addresses that are there, each with its address. */
export async function urlFiles(home: string): Promise<{ url: string; location: string }[]> {
  const folder = urlFolder(home);
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  const files = entries.filter((entry) => /\.gguf$/i.test(entry)).sort();
  const found = await Promise.all(
    files.map(async (entry) => {
      const location = join(folder, entry);
      if (!(await stat(location).catch(() => undefined))?.isFile()) return [];
      const [host = '', ...path] = entry.split(sep);
      return [{ url: `https://${decodeURIComponent(host)}/${path.join('/')}`, location }];
    }),
  );
  return found.flat();
}

/** Removes a file and what was noted beside it. */
export async function removeUrlFile(location: string): Promise<number> {
  const { size } = await stat(location);
  await rm(location, { force: true });
  await rm(sumFile(location), { force: true });
  return size;
}

/** Holds the checksum that a file had when it came. */
export function sumFile(location: string): string {
  return join(dirname(location), `${location.slice(location.lastIndexOf(sep) + 1)}.sha256`);
}
