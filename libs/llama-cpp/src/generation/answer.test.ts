import type { GenerationEvent } from '@predict-otron/plugin-sdk';
import { formatOf, parserFor } from '../format/choose-format.js';
import { Vocabulary } from '../text/vocabulary.js';
import { Answer, type AnswerOptions } from './answer.js';

const PIECES = [
  '<end>',
  'Let me see. ',
  '<tool_call>',
  '</tool_call>',
  '{"name": "time", "arguments": {}}',
  '<think>',
  '</think>',
  'hm ',
];
const vocabulary = new Vocabulary(
  PIECES.length,
  'sentencepiece',
  (id) => ({ text: PIECES[id] ?? '', hidden: id === 0, literal: false }),
  [{ id: 0, text: '<end>' }],
);
const format = formatOf('<tool_call></think>');

/** Feeds tokens to an answer, as the engine would; gives the events and what it was made to read. */
function run(tokens: number[], options: Partial<AnswerOptions> = {}) {
  const events: GenerationEvent[] = [];
  const read: number[] = [];
  const answer = new Answer(
    {
      index: 0,
      prompt: [1, 2],
      sampler: { accept() {}, dispose() {} },
      vocabulary,
      stop: [],
      parser: parserFor(format, { tools: ['weather', 'time'], opened: false, streamsCalls: false }),
      visible: new Set(),
      maxTokens: 50,
      isEnd: (token) => token === 0,
      alone: false,
      dropped: 0,
      ...options,
    },
    { next: (event) => events.push(event), promptRead() {}, ended() {}, failed() {}, ready: () => true },
  );
  answer.start();
  answer.promptRead(0, []);
  for (const token of tokens) {
    const next = answer.take(token);
    answer.tell();
    if (!next) break;
    read.push(...next);
  }
  return { events, read };
}

const kinds = (events: GenerationEvent[]) => events.map((event) => (event.type === 'delta' ? event.kind : event.type));

describe('Answer', () => {
  it('ends with tool calls, each with an id of its own', () => {
    const { events } = run([1, 2, 4, 3, 2, 4, 3, 0]);
    expect(kinds(events)).toEqual(['text', 'tool-call', 'tool-call', 'tool-call', 'end']);
    expect(events[3]).toMatchObject({ call: 1, argumentsDelta: '', tokens: 1 });
    expect(events[1]).toMatchObject({
      call: 0,
      name: 'time',
      argumentsDelta: '{}',
      id: expect.stringMatching(/^call_/),
    });
    expect(events.at(-1)).toMatchObject({ finishReason: 'tool-calls', usage: { completionTokens: 7 } });
  });

  it('ends before a second call where only one is wanted', () => {
    const { events } = run([2, 4, 3, 2, 4, 3, 0], { singleCall: true });
    expect(kinds(events)).toEqual(['tool-call', 'end']);
    expect(events.at(-1)).toMatchObject({ finishReason: 'tool-calls' });
  });

  it('counts thoughts, and ends them when their budget is used up', () => {
    const { events, read } = run([5, 7, 7, 7, 1, 0], { reasoningLimit: { tokens: 2, end: [6] } });
    expect(read).toEqual([5, 7, 6, 7, 7, 1]);
    const thought = events
      .map((event) => (event.type === 'delta' && event.kind === 'reasoning' ? event.text : ''))
      .join('');
    expect(thought).toBe('hm ');
    expect(events.at(-1)).toMatchObject({ finishReason: 'stop' });
  });

  it('ends before its first token when none is allowed', () => {
    expect(kinds(run([1], { maxTokens: 0 }).events)).toEqual(['end']);
  });

  it('warns when no token is left to choose from', () => {
    expect(kinds(run([1, -1]).events)).toEqual(['text', 'warning', 'end']);
  });
});
