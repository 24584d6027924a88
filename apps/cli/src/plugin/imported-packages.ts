import { existsSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/** `import … from 'x'`, `export … from 'x'`, `import 'x'`, `import('x')`, `require('x')`. */
const IMPORT = /(?:\bfrom|\bimport|\bimport\s*\(|\brequire\s*\()\s*(['"])([^'"\n]+)\1/g;
const ENDINGS = ['', '.js', '.mjs', '.cjs', '/index.js'];

/** Names of the packages that a module and those of its own package that it imports need, as their text says. */
export function importedPackages(entry: string): string[] {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const [, , specifier = ''] of withoutComments(readFileSync(path, 'utf8')).matchAll(IMPORT)) {
      if (!specifier.startsWith('.')) packages.add(packageName(specifier));
      const file = specifier.startsWith('.') && fileOf(resolve(dirname(path), specifier));
      if (file) visit(file);
    }
  };
  visit(entry);
  return [...packages].filter((name) => name !== '' && !builtinModules.includes(name)).sort();
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

/** `@scope/name` of `@scope/name/path`; nothing for Node's own and for the package's inner names. */
function packageName(specifier: string): string {
  if (/^(node:|#|data:|file:|https?:)/.test(specifier)) return '';
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function fileOf(path: string): string | undefined {
  return ENDINGS.map((ending) => (ending.startsWith('/') ? join(path, ending) : path + ending)).find(
    (file) => existsSync(file) && statSync(file).isFile() && /\.[cm]?js$/.test(file),
  );
}
