import { type AnswerParts, partsOf } from './answer-parts.fixture.js';
import { type MarkedFormat, MarkedParser } from './marked-parser.js';
import { hermesTools, llamaTools, mistralArgsTools, mistralTools } from './tool-syntax.js';

const think = { open: '<think>', close: '</think>', opened: false };

function parse(format: MarkedFormat, pieces: string[]) {
  const parser = new MarkedParser(format);
  return partsOf([...pieces.flatMap((piece) => parser.push(piece)), ...parser.end()]);
}

const weather = { name: 'weather', arguments: '{"city": "Paris"}' };
const time = { name: 'time', arguments: '{}' };
const none = { text: '', reasoning: '', calls: [], warnings: [] };

const cases: [string, Omit<MarkedFormat, 'streamsCalls'>, string, Partial<AnswerParts>][] = [
  ['words', { tools: hermesTools }, 'Hello < world', { text: 'Hello < world' }],
  ['thoughts', { reasoning: think }, '<think>\nhm</think>\n\nYes.', { reasoning: '\nhm', text: 'Yes.' }],
  [
    'thoughts begun by the template',
    { reasoning: { ...think, opened: true } },
    'hm</think>Yes',
    { reasoning: 'hm', text: 'Yes' },
  ],
  ['thoughts without an end', { reasoning: think }, '<think>hm', { reasoning: 'hm' }],
  [
    'a Hermes call',
    { tools: hermesTools },
    'Let me see.\n<tool_call>\n{"name": "weather", "arguments": {"city": "Paris"}}\n</tool_call>',
    { text: 'Let me see.\n', calls: [weather] },
  ],
  [
    'two Hermes calls after thoughts',
    { tools: hermesTools, reasoning: think },
    '<think>both</think>\n<tool_call>{"name": "weather", "arguments": {"city": "Paris"}}</tool_call>\n<tool_call>{"arguments": {}, "name": "time"}</tool_call>',
    { reasoning: 'both', calls: [weather, time] },
  ],
  ['a Llama call', { tools: llamaTools }, '{"name": "weather", "parameters": {"city": "Paris"}}', { calls: [weather] }],
  [
    'a Llama call behind its tag',
    { tools: llamaTools },
    '<|python_tag|>{"type": "function", "name": "weather", "parameters": {"city": "Paris"}}',
    { calls: [weather] },
  ],
  ['JSON that is no call', { tools: llamaTools }, '{"city": "Paris"} is it', { text: '{"city": "Paris"} is it' }],
  [
    'Mistral calls',
    { tools: mistralTools },
    '[TOOL_CALLS][{"name": "weather", "arguments": {"city": "Paris"}}, {"name": "time", "arguments": {}}]',
    { calls: [weather, time] },
  ],
  [
    'newer Mistral calls',
    { tools: mistralArgsTools },
    '[TOOL_CALLS]weather[ARGS]{"city": "Paris"}[TOOL_CALLS]time[ARGS]{}',
    { calls: [weather, time] },
  ],
  [
    'a broken call',
    { tools: hermesTools },
    'Well <tool_call>{"name": weather}</tool_call> so',
    { text: 'Well <tool_call>{"name": weather}</tool_call> so', warnings: ['tool_call_unreadable'] },
  ],
  [
    'a call that is cut',
    { tools: hermesTools },
    '<tool_call>{"name": "weather", "arg',
    { text: '<tool_call>{"name": "weather", "arg', warnings: ['tool_call_unreadable'] },
  ],
  [
    'arguments as text',
    { tools: hermesTools },
    '<tool_call>{"name": "time", "arguments": "{}"}</tool_call>',
    { calls: [time] },
  ],
];

describe('MarkedParser', () => {
  describe.each(cases)('%s', (_what, format, answer, expected) => {
    it.each([false, true])('cut at every place (streams calls: %s)', (streamsCalls) => {
      const whole = parse({ ...format, streamsCalls }, [answer]);
      for (let at = 0; at <= answer.length; at++) {
        expect(parse({ ...format, streamsCalls }, [answer.slice(0, at), answer.slice(at)])).toEqual(whole);
      }
      expect(parse({ ...format, streamsCalls }, [...answer])).toEqual(whole);
      if (!streamsCalls) expect(whole).toEqual({ ...none, ...expected });
    });
  });

  it('tells the arguments of a call while they come, when the engine holds it to its syntax', () => {
    const parser = new MarkedParser({ tools: hermesTools, streamsCalls: true });
    const pieces = ['<tool_call>{"name": "weather", "argu', 'ments": {"city": ', '"Paris"}', '}</tool_call>'];
    expect(pieces.map((piece) => parser.push(piece))).toEqual([
      [{ kind: 'tool-call', call: 0, name: 'weather', argumentsDelta: '' }],
      [{ kind: 'tool-call', call: 0, argumentsDelta: '{"city": ' }],
      [{ kind: 'tool-call', call: 0, argumentsDelta: '"Paris"}' }],
      [],
    ]);
  });
});
