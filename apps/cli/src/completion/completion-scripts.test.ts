import { spawnSync } from 'node:child_process';
import { createProgram } from '../program.js';
import { commandWords } from './command-words.js';
import { COMPLETION_SCRIPTS } from './completion-scripts.js';

const commands = commandWords(createProgram());
const script = (shell: string) => COMPLETION_SCRIPTS[shell]?.(commands) ?? '';
const has = (shell: string) => spawnSync(shell, ['--version']).status === 0;

/** What bash offers after these words. */
function offered(...words: string[]): string[] {
  const list = words.map((word) => `'${word}'`).join(' ');
  const run = `${script('bash')}\nCOMP_WORDS=(otron ${list}); COMP_CWORD=${words.length}; _otron; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', run], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.trim().split('\n');
}

it.each([
  [['mo'], ['models']],
  [['r'], ['run', 'rerank']],
  [['models', 'u'], ['unload']],
  [['models', 'pull', '--j'], ['--json']],
  [['run', '--model', 'ps', '--sch'], ['--schema']],
  [['nothing', 'here', '--vers'], ['--version']],
])('bash completes %j with %j', (words, expected) => {
  expect(offered(...words)).toEqual(expected);
});

it.each(Object.keys(COMPLETION_SCRIPTS))('%s takes the script, where it is installed', (shell) => {
  const text = script(shell);
  for (const word of ['models', 'unload', 'max-tokens', 'completion']) expect(text).toContain(word);
  if (has(shell))
    expect(spawnSync(shell, ['-n'], { input: text, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
});
