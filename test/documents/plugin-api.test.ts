import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  announcedLevel,
  apiChanges,
  apiProblems,
  apiReport,
  neededLevel,
} from '../../scripts/documents/api-changes.mjs';
import { pluginReference } from '../../scripts/documents/plugin-reference.mjs';
import { publicApi } from '../../scripts/documents/public-api.mjs';

const folder = mkdtempSync(join(tmpdir(), 'changesets-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('plugin-sdk', () => {
  const api = publicApi();

  it('has the public types of its release, or a changeset that says how they differ', () => {
    const released = readFileSync('libs/plugin-sdk/api.txt', 'utf8');
    expect(apiProblems(released, apiReport(api, '0.0.0'))).toEqual([]);
  });

  it('has its doc comments in the reference (`node scripts/plugin-api.mjs` writes it)', () => {
    expect(readFileSync('docs/plugins/reference.md', 'utf8')).toBe(pluginReference(api));
  });
});

describe('changes of public types', () => {
  const report = (...types: string[]) => `x 1.0.0\n\n${types.join('\n\n')}\n`;
  const stage = 'export interface Stage {\n    name: string;\n}';

  it.each([
    ['nothing', [stage], { breaking: [], added: [] }],
    ['a new type', [stage, 'export type Other = 1;'], { breaking: [], added: ['Other'] }],
    ['a removed type', [], { breaking: ['Stage'], added: [] }],
    [
      'an optional member',
      ['export interface Stage {\n    name: string;\n    limit?: number;\n    end?(): void;\n}'],
      { breaking: [], added: ['Stage'] },
    ],
    [
      'a required member',
      ['export interface Stage {\n    name: string;\n    limit: number;\n}'],
      { breaking: ['Stage'], added: [] },
    ],
    [
      'another type of a member',
      ['export interface Stage {\n    name: number;\n}'],
      { breaking: ['Stage'], added: [] },
    ],
  ])('are found: %s', (_, types, changes) => {
    expect(apiChanges(report(stage), report(...types))).toEqual(changes);
  });

  it.each([
    ['1.2.3', 'major', 'minor'],
    ['0.1.0', 'minor', 'patch'],
  ])('of version %s need the level %s where they break, %s where they add', (version, breaks, adds) => {
    expect(neededLevel({ breaking: ['A'], added: [] }, version)).toBe(breaks);
    expect(neededLevel({ breaking: [], added: ['A'] }, version)).toBe(adds);
    expect(neededLevel({ breaking: [], added: [] }, version)).toBe('none');
  });

  it('are accepted with a changeset of this level or higher alone', () => {
    const [before, after] = [report(stage), report()];
    expect(apiProblems(before, after, folder)).toEqual([expect.stringContaining('changed or removed: Stage')]);
    writeFileSync(join(folder, 'small.md'), '---\n"@predict-otron/plugin-sdk": patch\n---\n\nA thing.\n');
    expect(announcedLevel(folder)).toBe('patch');
    expect(apiProblems(before, after, folder)).toHaveLength(1);
    writeFileSync(
      join(folder, 'large.md'),
      "---\n'@predict-otron/plugin-sdk': major\n'other': minor\n---\n\nA thing.\n",
    );
    expect(apiProblems(before, after, folder)).toEqual([]);
  });
});
