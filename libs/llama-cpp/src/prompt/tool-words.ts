import type { Message, Tool } from '@predict-otron/plugin-sdk';
import { textOf, textTurn } from './conversation.js';

/**
 * A conversation with tools in plain words, for templates that know none: what can be called stands in the system turn,
 * calls and results stand in the turns as Hermes models write them.
 */
export function toolsInWords(messages: Message[], tools: Tool[]): Message[] {
  const turns = messages.map(inWords);
  if (tools.length === 0) return turns;
  const [first, ...rest] = turns;
  const instructions = instructionsFor(tools);
  if (first?.role === 'system' || first?.role === 'developer') {
    return [textTurn('system', `${textOf(first)}\n\n${instructions}`), ...rest];
  }
  return [textTurn('system', instructions), ...turns];
}

function inWords(message: Message): Message {
  if (message.role === 'tool') return textTurn('user', `<tool_response>\n${textOf(message)}\n</tool_response>`);
  if (message.role !== 'assistant' || !message.toolCalls?.length) return message;
  const calls = message.toolCalls.map(({ name, arguments: text }) => callInWords(name, text));
  const { toolCalls: _, ...rest } = message;
  const text = [textOf(message), ...calls].filter((part) => part !== '').join('\n');
  return { ...rest, content: [{ type: 'text', text }] };
}

function callInWords(name: string, text: string): string {
  return `<tool_call>\n{"name": ${JSON.stringify(name)}, "arguments": ${text}}\n</tool_call>`;
}

function instructionsFor(tools: Tool[]): string {
  const signatures = tools.map(({ name, description, parameters }) =>
    JSON.stringify({ name, ...(description && { description }), parameters: parameters ?? {} }),
  );
  return [
    'You can call these functions, described by JSON Schema:',
    ...signatures,
    'To call one, answer with its name and arguments between these tags and nothing else:',
    callInWords('function-name', '{}'),
  ].join('\n');
}
