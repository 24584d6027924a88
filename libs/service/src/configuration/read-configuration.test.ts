import 'reflect-metadata';
import { IsBoolean } from 'class-validator';
import { readConfiguration } from './read-configuration.js';
import { Setting } from './setting.js';

class Watching {
  @Setting({ flag: '--watch', env: 'OTRON_TEST_WATCH', about: 'looks' })
  @IsBoolean()
  watch: boolean = false;
}

const program = { name: 'p', description: 'd', version: '1', configuration: Watching };

afterEach(() => {
  delete process.env.OTRON_TEST_WATCH;
});

it.each([
  [[], undefined, false],
  [['--watch'], undefined, true],
  [['--watch'], '0', true],
  [[], '1', true],
  [[], 'yes', true],
  [[], 'TRUE', true],
  [[], '0', false],
  [[], 'false', false],
  [[], '', false],
])('reads what is true or false from %j and %j', (argv, variable, expected) => {
  if (variable !== undefined) process.env.OTRON_TEST_WATCH = variable;
  expect(readConfiguration(argv, program).watch).toBe(expected);
});
