import { MessageAssembler } from './message-assembler.js';

it.each([
  [['one'], ['one']],
  [
    ['one', 'two'],
    ['one', 'two'],
  ],
  [['one\\', 'two'], ['one\ntwo']],
  [['one\\', '\\', 'three'], ['one\n\nthree']],
  [['"""one', 'two"""'], ['one\ntwo']],
  [
    ['"""', 'one', '', 'two', '"""', 'three'],
    ['one\n\ntwo\n', 'three'],
  ],
  [['"""one"""'], ['one']],
  [['  """', '/help', '"""'], ['/help\n']],
  [
    ['say """', 'x'],
    ['say """', 'x'],
  ],
])('makes of the lines %j the messages %j', (lines, messages) => {
  const assembler = new MessageAssembler();
  expect(lines.map((line) => assembler.add(line)).filter((message) => message !== undefined)).toEqual(messages);
  expect(assembler.open).toBe(false);
});

it('forgets what was begun', () => {
  const assembler = new MessageAssembler();
  assembler.add('"""one');
  expect(assembler.open).toBe(true);
  assembler.reset();
  expect(assembler.add('two')).toBe('two');
});
