// The public types of plugin-sdk, read from the declarations that the compiler makes of it.
import { basename, dirname, resolve } from 'node:path';
import ts from 'typescript';

const ROOT = 'libs/plugin-sdk/src';

/** @typedef {{ name: string, folder: string, documented: string, bare: string }} PublicType text with and without comments */

/** @returns {PublicType[]} by folder and name */
export function publicApi() {
  const entry = resolve(ROOT, 'index.ts');
  const { config } = ts.readConfigFile('tsconfig.base.json', ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, resolve('.'));
  const program = ts.createProgram([entry], { ...options, declaration: true, emitDeclarationOnly: true, types: [] });
  const found = [];
  program.emit(undefined, (path, text) => {
    if (path.endsWith('.d.ts')) found.push(...typesOf(path, text));
  });
  return found.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

const keyOf = ({ folder, name }) => `${folder} ${name}`;

function typesOf(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const folder = basename(dirname(path));
  return source.statements.filter(isExported).map((statement) => ({
    name: nameOf(statement),
    folder: folder === 'src' ? '' : folder,
    documented: text
      .slice(statement.getFullStart(), statement.end)
      .trim()
      .replaceAll(/^( {4})+/gm, (indent) => indent.slice(indent.length / 2)),
    bare: print(statement, source),
  }));
}

function isExported(statement) {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function nameOf(statement) {
  const [variable] = statement.declarationList?.declarations ?? [];
  return (variable ?? statement).name.text;
}

function print(statement, source) {
  const printer = ts.createPrinter({ removeComments: true });
  return printer.printNode(ts.EmitHint.Unspecified, statement, source);
}
