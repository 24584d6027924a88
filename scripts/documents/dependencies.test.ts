import { dependencyProblems } from './dependencies.mjs';

const PAGE = `
| package | licence | reason |
|---|---|---|
| \`rxjs\` | Apache-2.0 | streams |
| \`ajv\` | MIT |  |
| \`left-pad\` | WTFPL | pads |
`;

describe('dependencyProblems', () => {
  it('compares the page with what is used and installed', () => {
    const used = new Map(['rxjs', 'ajv', 'pino'].map((name) => [name, ['libs/a']]));
    const licence = (name: string) => ({ rxjs: 'MIT', ajv: 'MIT' })[name];
    expect(dependencyProblems(PAGE, used, licence)).toEqual([
      'left-pad is named but not used',
      'rxjs: the licence is MIT',
      'ajv has no reason',
      'pino (libs/a) is not named',
    ]);
  });
});
