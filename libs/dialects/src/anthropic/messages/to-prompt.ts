import type { ContentPart, Message, Tool } from '@predict-otron/plugin-sdk';
import type { AssistantBlock, ToolResultBlockRequest, UserBlock } from './content-block.js';
import type { PromptFields } from './prompt-fields.js';
import type { TextBlockRequest } from './text-block.js';

/** The conversation and its tools as models know them. */
export function toPrompt({ system = [], messages, tools = [] }: PromptFields): { messages: Message[]; tools?: Tool[] } {
  const toolNames = new Map<string, string>();
  const turns = messages.flatMap((message): Message[] => {
    switch (message.role) {
      case 'assistant':
        return [ofAssistant(message.content, toolNames)];
      case 'user':
        return ofUser(message.content, toolNames);
      default:
        return [{ role: 'system', content: toContent(message.content) }];
    }
  });
  const instructions: Message[] = system.length > 0 ? [{ role: 'system', content: toContent(system) }] : [];
  return { messages: [...instructions, ...turns], ...(tools.length > 0 ? { tools: tools.map(toTool) } : {}) };
}

function toTool({ name, description, input_schema, strict }: NonNullable<PromptFields['tools']>[number]): Tool {
  return {
    name,
    parameters: input_schema,
    ...(description === undefined ? {} : { description }),
    ...(strict === undefined ? {} : { strict }),
  };
}

function ofAssistant(blocks: AssistantBlock[], toolNames: Map<string, string>): Message {
  const content = toContent(blocks.filter((block) => block.type === 'text'));
  const reasoning = blocks.map((block) => (block.type === 'thinking' ? block.thinking : '')).join('');
  const toolCalls = blocks
    .filter((block) => block.type === 'tool_use')
    .map(({ id, name, input }) => ({ id, name, arguments: JSON.stringify(input) }));
  for (const { id, name } of toolCalls) toolNames.set(id, name);
  return {
    role: 'assistant',
    content,
    ...(reasoning === '' ? {} : { reasoning }),
    ...(toolCalls.length > 0 ? { toolCalls } : {}),
  };
}

/** Results are messages of their own for models; texts between them stay where they are. */
function ofUser(blocks: UserBlock[], toolNames: Map<string, string>): Message[] {
  const messages: Message[] = [];
  let said: ContentPart[] | undefined;
  for (const block of blocks) {
    if (block.type === 'tool_result') {
      messages.push(ofResult(block, toolNames.get(block.tool_use_id)));
      said = undefined;
    } else if (said) {
      said.push(...toContent([block]));
    } else {
      said = toContent([block]);
      messages.push({ role: 'user', content: said });
    }
  }
  return messages.length > 0 ? messages : [{ role: 'user', content: [] }];
}

function ofResult({ tool_use_id, content = [], is_error }: ToolResultBlockRequest, name?: string): Message {
  const failed: ContentPart[] = is_error ? [{ type: 'text', text: 'Error: ' }] : [];
  return {
    role: 'tool',
    content: [...failed, ...toContent(content)],
    callId: tool_use_id,
    ...(name === undefined ? {} : { name }),
  };
}

function toContent(blocks: TextBlockRequest[]): ContentPart[] {
  return blocks.map(({ text }) => ({ type: 'text', text }));
}
