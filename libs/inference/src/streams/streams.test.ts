import { EMPTY, NEVER } from 'rxjs';
import { DEFAULT_INFERENCE_OPTIONS } from '../inference-options.js';
import type { StreamAnswer } from './stream-piece.js';
import { Streams } from './streams.js';

const none = () => [];
const ANSWER: StreamAnswer = { begin: none, of: none, finish: none, fail: none, cancel: none, text: () => '' };

it('makes room for a new stream where one has ended, and refuses it where all go on', () => {
  const streams = new Streams({ ...DEFAULT_INFERENCE_OPTIONS, streamEntries: 2 });
  const create = () => streams.create('events', () => ANSWER);
  const [running, ended] = [create(), create()];
  running.start(() => NEVER);
  expect(create).toThrow('There are 2 resumable streams already.');
  ended.start(() => EMPTY);
  expect(streams.find(ended.stream.id)).toBeDefined();
  const { stream, start } = create();
  start(() => NEVER);
  expect(() => streams.find(ended.stream.id)).toThrow('There is no stream');
  expect(streams.find(stream.id)).toBeDefined();
  expect(create).toThrow('There are 2 resumable streams already.');
  streams.onModuleDestroy();
});
