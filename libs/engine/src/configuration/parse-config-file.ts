import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, resolve } from 'node:path';
import type { Document, LineCounter } from 'yaml';

// both are loaded only where there is a file that needs them
const require = createRequire(import.meta.url);

/** What a configuration file says, and where. */
export interface ParsedFile {
  value: unknown;
  /** Line and column of a value, as `:3:7` behind the file's name; empty where they are not known. */
  place(path: readonly (string | number)[]): string;
}

/** The endings that a configuration file may have. */
export const CONFIG_ENDINGS = ['.json', '.yaml', '.yml', '.ts', '.mts', '.js', '.mjs'];

/** Reads JSON, YAML, or a module with a default export. Throws an Error whose message says what is wrong and where. */
export function parseConfigFile(path: string): ParsedFile {
  const ending = extname(path);
  if (ending === '.json' || ending === '.yaml' || ending === '.yml') return parseText(path);
  if (CONFIG_ENDINGS.includes(ending)) return runModule(path);
  throw new Error(`the configuration file ${path} cannot be read: it ends in none of ${CONFIG_ENDINGS.join(', ')}`);
}

/** JSON is YAML, too, but what ends in `.json` has to be JSON: other programs read it as that. */
function parseText(path: string): ParsedFile {
  const { LineCounter: Counter, parseDocument } = require('yaml') as typeof import('yaml');
  const text = read(path);
  const lines = new Counter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [fault] = document.errors;
  if (fault) throw new Error(`${path}${at(lines, fault.pos[0])}: ${fault.message}`);
  if (!path.endsWith('.json')) return { value: document.toJS(), place: (keys) => placeOf(document, lines, keys) };
  try {
    return { value: JSON.parse(text), place: (keys) => placeOf(document, lines, keys) };
  } catch (error) {
    throw new Error(`the configuration file ${path} cannot be read: ${(error as Error).message}`);
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`the configuration file ${path} cannot be read: ${(error as Error).message}`);
  }
}

function placeOf(document: Document, lines: LineCounter, keys: readonly (string | number)[]): string {
  const node = document.getIn(keys, true) as { range?: [number, number, number] } | undefined;
  return node?.range ? at(lines, node.range[0]) : '';
}

function at(lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `:${line}:${col}`;
}

function runModule(path: string): ParsedFile {
  read(path);
  try {
    const { createJiti } = require('jiti') as typeof import('jiti');
    const load = createJiti(import.meta.url, { fsCache: false, moduleCache: false, interopDefault: true });
    const exported = load(resolve(path)) as { default?: unknown };
    return { value: exported?.default ?? exported, place: () => '' };
  } catch (error) {
    throw new Error(`the configuration file ${path} cannot be run: ${(error as Error).message}`);
  }
}
