import { type Message, PluginError } from '@predict-otron/plugin-sdk';
import { ChatTemplate } from './chat-template.js';
import { textTurn } from './conversation.js';

const LLAMA =
  "{{ bos_token }}{% for message in messages %}<|h|>{{ message['role'] }}<|e|>{{ message['content'] | trim }}<|eot|>{% endfor %}{% if add_generation_prompt %}<|h|>assistant<|e|>{% endif %}";
const NO_SYSTEM =
  "{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Conversation roles must alternate') }}{% endif %}[{{ message['role'] }}]{{ message['content'] }}{% endfor %}";

const as = (text: string) => text;
const answer = (text: string): Message => ({ role: 'assistant', content: [{ type: 'text', text }] });

describe('ChatTemplate', () => {
  it('renders the whole conversation and the beginning of the answer', () => {
    const template = new ChatTemplate(LLAMA, { bos_token: '<s>' });
    expect(template.traits).toEqual({ system: true, consecutive: true, tools: false });
    const messages = [
      textTurn('system', 'Be brief.'),
      textTurn('user', ' Hi '),
      answer('Hello'),
      textTurn('user', 'Bye'),
    ];
    expect(template.render(messages, [], as)).toBe(
      '<s><|h|>system<|e|>Be brief.<|eot|><|h|>user<|e|>Hi<|eot|><|h|>assistant<|e|>Hello<|eot|><|h|>user<|e|>Bye<|eot|><|h|>assistant<|e|>',
    );
  });

  it('treats a developer turn as a system turn', () => {
    const messages: Message[] = [
      { role: 'developer', content: [{ type: 'text', text: 'Rules' }] },
      textTurn('user', 'Hi'),
    ];
    expect(new ChatTemplate(LLAMA, { bos_token: '' }).render(messages, [], as)).toContain('<|h|>system<|e|>Rules');
  });

  it('folds a system turn and joins neighbors where the template would refuse them', () => {
    const template = new ChatTemplate(NO_SYSTEM, {});
    expect(template.traits).toEqual({ system: false, consecutive: false, tools: false });
    const messages = [
      textTurn('system', 'Rules'),
      textTurn('user', 'A'),
      textTurn('user', 'B'),
      answer('C'),
      textTurn('user', 'D'),
    ];
    expect(template.render(messages, [], as)).toBe('[user]Rules\n\nA\n\nB[assistant]C[user]D');
  });

  it('refuses what the template refuses, with its reason', () => {
    const template = new ChatTemplate(NO_SYSTEM, {});
    const render = () => template.render([answer('first')], [], as);
    expect(render).toThrow(PluginError);
    expect(render).toThrow(/Conversation roles must alternate/);
  });

  it('protects what people wrote, not the roles', () => {
    const template = new ChatTemplate(LLAMA, { bos_token: '' });
    const protect = (text: string) => text.toUpperCase();
    expect(template.render([textTurn('user', 'hi')], [], protect)).toBe('<|h|>user<|e|>HI<|eot|><|h|>assistant<|e|>');
  });

  it('refuses a template that cannot be read', () => {
    expect(() => new ChatTemplate('{% for %}', {})).toThrow(/chat template cannot be read/);
  });
});
