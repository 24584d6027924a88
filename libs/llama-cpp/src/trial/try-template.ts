import { type Message, PluginError, type Tool } from '@predict-otron/plugin-sdk';
import { ChatTemplate } from '../prompt/chat-template.js';
import { textTurn } from '../prompt/conversation.js';

const answer = (text: string): Message => ({ role: 'assistant', content: [{ type: 'text', text }] });
const TOOL: Tool = {
  name: 'weather',
  description: 'Weather of a city',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const CALL: Message[] = [
  textTurn('user', 'How is the weather?'),
  { ...answer(''), toolCalls: [{ id: 'call00001', name: 'weather', arguments: '{"city":"Paris"}' }] } as Message,
  { role: 'tool', callId: 'call00001', content: [{ type: 'text', text: 'Sunny' }] },
];
const LONG = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? textTurn('user', `${i}`) : answer(`${i}`)));

/** Conversations of the kinds that there are. */
const SAMPLES: { messages: Message[]; tools: Tool[] }[] = [
  { messages: [textTurn('system', 'Be brief.'), textTurn('user', 'Hello')], tools: [] },
  { messages: LONG, tools: [] },
  { messages: CALL, tools: [TOOL] },
];

/** Renders each kind of conversation with a template. Throws `MODEL_INVALID` where it comes to no end. */
export function tryTemplate(source: string): void {
  const template = new ChatTemplate(source, { bos_token: '<s>', eos_token: '</s>' });
  for (const { messages, tools } of SAMPLES) {
    try {
      template.render(messages, tools, (text) => text);
    } catch (error) {
      // a template may refuse a conversation, and does so again when it is asked
      if (!PluginError.is(error) || error.code !== 'INPUT_INVALID') throw error;
      if (error.details.overrun) throw new PluginError('MODEL_INVALID', error.message);
    }
  }
}
