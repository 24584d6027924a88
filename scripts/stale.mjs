// Which projects must be built again. The stamp in a project's dist says what it was built from and what came out.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {import('./projects.mjs').Project} Project */

const STAMP = '.built';
/** What every project is built with. */
const SHARED_INPUTS = ['tsconfig.base.json', 'nest-cli.json', 'node_modules/typescript/package.json'];

function listFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function hash(parts) {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(`${part.length}:`).update(part);
  return sum.digest('hex');
}

const contents = (files) => hash(files.flatMap((file) => [file, readFileSync(file)]));
const stampOf = ({ root }) => join(root, 'dist', STAMP);
const outputsOf = ({ root }) => listFiles(join(root, 'dist')).filter((file) => file !== stampOf({ root }));

const printOf = (files) => hash(files.flatMap((file) => [file, String(statSync(file).size)]));

/** Hash of the names and sizes of what lies in dist. */
const outputPrint = (project) => printOf(outputsOf(project));

/**
 * @param {Project[]} projects in build order
 * @returns {Map<string, string>} by project: a hash of its own sources and those of all that it depends on
 */
export function inputPrints(projects) {
  const shared = contents(SHARED_INPUTS.filter(existsSync));
  const prints = new Map();
  for (const { name, root, dependencies, inputs } of projects) {
    const sources = listFiles(join(root, 'src')).filter((file) => !file.endsWith('.test.ts'));
    const own = contents([
      ...(inputs ?? ['package.json', 'tsconfig.json'].map((file) => join(root, file))),
      ...sources,
    ]);
    prints.set(name, hash([shared, own, ...dependencies.map((dependency) => prints.get(dependency))]));
  }
  return prints;
}

/** @param {Project} project @param {string} inputs @returns {boolean} */
export function isStale(project, inputs) {
  const stamp = stampOf(project);
  return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== `${inputs} ${outputPrint(project)}`;
}

/** Empties the stamp. @param {Project} project @returns {number} the file system's time before the build, in ms */
export function beginBuild(project) {
  mkdirSync(join(project.root, 'dist'), { recursive: true });
  writeFileSync(stampOf(project), '');
  return statSync(stampOf(project)).mtimeMs;
}

const isOlder = (file, begun) => statSync(file).mtimeMs < begun;

/** @param {Project} project @param {number} begun from `beginBuild` @returns {boolean} whether the build wrote anything */
export function hasNewOutput(project, begun) {
  return outputsOf(project).some((file) => !isOlder(file, begun));
}

/**
 * Removes what an earlier build left and stamps the project.
 * @param {Project} project @param {number} begun from `beginBuild` @param {string} inputs of before the build
 */
export function finishBuild(project, begun, inputs) {
  for (const file of outputsOf(project).filter((output) => isOlder(output, begun))) rmSync(file);
  removeEmptyFolders(join(project.root, 'dist'));
  writeFileSync(stampOf(project), `${inputs} ${outputPrint(project)}`);
}

function removeEmptyFolders(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const path = join(folder, entry.name);
    removeEmptyFolders(path);
    if (readdirSync(path).length === 0) rmdirSync(path);
  }
}

const stampIn = (folder) => join(folder, STAMP);
/** Without what the programs themselves keep there, such as compiled code. */
const folderPrint = (folder) =>
  printOf(listFiles(folder).filter((file) => file !== stampIn(folder) && !file.endsWith('.cache')));

/** Whether what lies in a folder was made from these inputs and is as it was made. @param {(string | Buffer)[]} inputs */
export function isStamped(folder, inputs) {
  const stampFile = stampIn(folder);
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === `${hash(inputs)} ${folderPrint(folder)}`;
}

/** Says what the content of a folder was made from. @param {(string | Buffer)[]} inputs */
export function stamp(folder, inputs) {
  writeFileSync(stampIn(folder), `${hash(inputs)} ${folderPrint(folder)}`);
}
