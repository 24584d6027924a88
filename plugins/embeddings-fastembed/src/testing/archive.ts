import { gzipSync } from 'node:zlib';
import { Header } from 'tar';
import type { Files } from './model-files.js';

export interface TarEntry {
  path: string;
  content?: Buffer;
  type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link';
  linkpath?: string;
}

/** A tar.gz of any entries, honest or not. */
export function archiveOf(entries: TarEntry[]): Buffer {
  const blocks = entries.flatMap(({ path, content = Buffer.alloc(0), type = 'File', linkpath }) => {
    const header = new Header({ path, type, linkpath, size: content.length, mode: 0o644, mtime: new Date(0) });
    const block = Buffer.alloc(512);
    header.encode(block, 0);
    return [block, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

/** A tar.gz of a model's files below one top folder, as fastembed's archives are. */
export function modelArchive(top: string, files: Files): Buffer {
  const entries = Object.entries(files).flatMap(([path, content]) => {
    if (content === undefined) return [];
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
    return [{ path: `${top}/${path}`, content: bytes }];
  });
  return archiveOf([{ path: `${top}/`, type: 'Directory' }, ...entries]);
}
