// Code samples in documents work: TypeScript and JavaScript compile against this tree, JSON parses, npm's scripts exist.
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { parseMarkdown } from './markdown.mjs';

/** @typedef {{ path: string, text: string }} Page a Markdown file */
/** @typedef {{ file: string, language: string, name: string, text: string, line: number }} Sample line: of its first line in the page */

/** @param {Page} page @param {string[]} languages @returns {Sample[]} */
function samplesOf(page, languages) {
  return parseMarkdown(page.text)
    .blocks.filter(({ language }) => languages.includes(language))
    .map((block) => ({ file: page.path, ...block }));
}

/**
 * The samples of a page are compiled as modules of a folder beside it: package names resolve as they do in the tree, and a
 * sample imports another one of its page by the name that stands after the language.
 */
function typeProblems(samples) {
  if (samples.length === 0) return [];
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, resolve('.'));
  options.checkJs = true;
  const byPath = new Map(
    samples.map((sample) => [
      resolve(`${sample.file}.samples`, sample.name || `line-${sample.line}.${sample.language}`),
      sample,
    ]),
  );
  const folders = new Set([...byPath.keys()].map(dirname));
  const host = ts.createCompilerHost(options);
  const { directoryExists, fileExists, readFile, getSourceFile } = host;
  host.directoryExists = (path) => folders.has(path) || directoryExists(path);
  host.fileExists = (path) => byPath.has(path) || fileExists(path);
  host.readFile = (path) => byPath.get(path)?.text ?? readFile(path);
  host.getSourceFile = (path, languageVersion, ...rest) => {
    const sample = byPath.get(path);
    if (!sample) return getSourceFile(path, languageVersion, ...rest);
    // the last line makes it a module, so that two samples may use the same name
    return ts.createSourceFile(path, `${sample.text}\nexport {};`, languageVersion);
  };
  const program = ts.createProgram([...byPath.keys()], options, host);
  return [...byPath].flatMap(([path, { file, line }]) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ start, messageText }) => {
        const at = line + source.getLineAndCharacterOfPosition(start).line;
        return `${file}:${at}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
      },
    );
  });
}

function jsonProblem({ file, text, line }) {
  const { error } = ts.parseConfigFileTextToJson(join(file, 'sample.json'), text);
  return error ? [`${file}:${line}: ${ts.flattenDiagnosticMessageText(error.messageText, ' ')}`] : [];
}

/** `npm run x`, `npm test`, `npm start` in a shell sample. */
function scriptProblems({ file, text, line }, scripts) {
  return [...text.matchAll(/\bnpm (?:run ([\w:-]+)|(test|start)\b)/g)]
    .map(([, run, verb]) => run ?? verb)
    .filter((script) => !scripts[script])
    .map((script) => `${file}:${line}: package.json has no script "${script}"`);
}

/**
 * @param {Page[]} pages
 * @param {Record<string, string>} scripts of package.json
 * @returns {string[]} one sentence for each problem
 */
export function sampleProblems(pages, scripts) {
  const samples = (...languages) => pages.flatMap((page) => samplesOf(page, languages));
  return [
    ...typeProblems(samples('ts', 'js')),
    ...samples('json', 'jsonc').flatMap(jsonProblem),
    ...samples('bash', 'sh', 'shell', 'console').flatMap((sample) => scriptProblems(sample, scripts)),
  ];
}
