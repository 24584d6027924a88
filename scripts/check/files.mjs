// Small files with telling names: half of the product files have at most 60 lines, nine of ten at most 150.
// Over 250 lines, the first comment of a file, tests included, gives the reason after the words "Long because".
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { sourceFiles } from '../source-files.mjs';
import { report } from './report.mjs';

const MEDIAN = 60;
const NINTH_DECILE = 150;
const MOST = 250;
const EMPTY_WORDS = ['util', 'utils', 'helper', 'helpers', 'manager', 'common', 'misc'];

const files = sourceFiles(['*.ts', '*.tsx', '*.mjs', '*.cjs']).map((path) => {
  const text = readFileSync(path, 'utf8');
  return { path, text, lines: text.split('\n').length - 1, test: /\.(test|fixture)\.ts$/.test(path) };
});
const sizes = files
  .filter(({ test }) => !test)
  .map(({ lines }) => lines)
  .sort((a, b) => a - b);
const quantile = (share) => sizes[Math.ceil(sizes.length * share) - 1] ?? 0;
const firstComment = (text) => /^(#!.*\n)?\s*(\/\*[\s\S]*?\*\/|(\/\/.*\n)+)/.exec(text)?.[0] ?? '';

const problems = [];
if (quantile(0.5) > MEDIAN)
  problems.push(`half of the files have more than ${quantile(0.5) - 1} lines, aim: ${MEDIAN}`);
if (quantile(0.9) > NINTH_DECILE)
  problems.push(`one file in ten has ${quantile(0.9)} lines or more, aim: ${NINTH_DECILE}`);
for (const { path, text, lines } of files) {
  if (lines > MOST && !firstComment(text).includes('Long because'))
    problems.push(`${path} has ${lines} lines: make it two, or say why in its first comment ("Long because …")`);
  const empty = basename(path)
    .split(/[-.]/)
    .filter((word) => EMPTY_WORDS.includes(word));
  if (empty.length > 0) problems.push(`${path}: "${empty[0]}" says nothing; name it after its main export`);
}
report(problems);
