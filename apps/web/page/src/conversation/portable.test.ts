import { newConversation, titleFrom } from './conversation.js';
import { fromMarkdown, toMarkdown } from './markdown-file.js';
import { newMessage } from './message.js';
import { fromJson, toJson } from './portable.js';

const conversation = newConversation('m', { temperature: 0.5 });
const question = newMessage({ conversation: conversation.id, parent: null, role: 'user', text: 'Hi **there**' });
const answer = newMessage({
  conversation: conversation.id,
  parent: question.id,
  role: 'assistant',
  text: '# No turn\n\n## You\n\nText',
  model: 'owner/m x',
});
const whole = {
  conversation: { ...conversation, title: 'Greeting', named: true, leaf: answer.id },
  messages: [question, answer],
};

describe('JSON files', () => {
  it('come back as they went, with new ids', () => {
    const [read] = fromJson(toJson([whole]), 'other');
    expect(read?.conversation).toMatchObject({ title: 'Greeting', model: 'm', settings: { temperature: 0.5 } });
    expect(read?.messages.map(({ text }) => text)).toEqual([question.text, answer.text]);
    expect(read?.messages[1]?.parent).toBe(read?.messages[0]?.id);
    expect(read?.conversation.leaf).toBe(read?.messages[1]?.id);
    expect(read?.conversation.id).not.toBe(conversation.id);
    expect(read?.messages[0]?.id).not.toBe(question.id);
  });

  it.each([
    ['{', 'The file is not valid JSON.'],
    ['null', 'The file holds no conversations of this page.'],
    ['{"format": "x"}', 'The file holds no conversations of this page.'],
    ['{"format": "predict-otron conversations", "conversations": [null]}', 'A conversation in the file is broken.'],
    [
      '{"format": "predict-otron conversations", "conversations": [{"conversation": {}, "messages": [{"role": "x"}]}]}',
      'A message in the file is broken.',
    ],
  ])('that are none are refused: %s', (text, message) => {
    expect(() => fromJson(text, 'm')).toThrow(message);
  });
});

describe('Markdown files', () => {
  it('come back as they went, whatever the messages hold', () => {
    const read = fromMarkdown(toMarkdown('Greeting', whole.messages), 'm');
    expect(read.conversation.title).toBe('Greeting');
    expect(read.messages.map(({ role, text, model }) => ({ role, text, model }))).toEqual([
      { role: 'user', text: question.text, model: undefined },
      { role: 'assistant', text: answer.text, model: 'owner/m x' },
    ]);
    expect(read.conversation.leaf).toBe(read.messages[1]?.id);
  });

  it('that are none are refused', () => {
    expect(() => fromMarkdown('# Hello', 'm')).toThrow('no conversation');
  });
});

describe('titleFrom', () => {
  it.each([
    ['Hello', 'Hello'],
    ['  \n', 'New chat'],
    ['First\nsecond', 'First'],
    ['What is the capital of the country with the most islands?', 'What is the capital of the country with the…'],
    ['x'.repeat(60), `${'x'.repeat(24)}…`],
  ])('of %j is %j', (text, title) => {
    expect(titleFrom(text)).toBe(title);
  });
});
