import type { GenerationEvent } from '@predict-otron/plugin-sdk';
import { type AnthropicMessage, MessageEvents, WholeMessage } from '../anthropic/index.js';
import type { Answer } from './recorded-answers.fixture.js';

const HEAD = { id: 'x', model: 'tiny' };

export function message(events: GenerationEvent[]): Answer {
  const whole = new WholeMessage(HEAD);
  for (const event of events) whole.add(event);
  const { content, ...rest } = whole.finish();
  return {
    ...ended(rest),
    text: content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
    thoughts: content.map((block) => (block.type === 'thinking' ? block.thinking : '')).join(''),
    calls: content.flatMap((block) =>
      block.type === 'tool_use' ? [[block.name, block.input] as [string, unknown]] : [],
    ),
  };
}

export function messageStreamed(events: GenerationEvent[]): Answer {
  const stream = new MessageEvents(HEAD);
  let answer: Omit<Answer, keyof ReturnType<typeof ended>> = { text: '', thoughts: '', calls: [] };
  const inputs: string[] = [];
  for (const event of [...events.flatMap((one) => stream.of(one)), ...stream.finish()]) {
    if (event.type === 'content_block_start' && event.content_block.type === 'tool_use') {
      answer.calls.push([event.content_block.name, undefined]);
      inputs.push('');
    }
    if (event.type === 'content_block_delta') {
      if (event.delta.type === 'text_delta') answer.text += event.delta.text;
      if (event.delta.type === 'thinking_delta') answer.thoughts += event.delta.thinking;
      if (event.delta.type === 'input_json_delta') inputs.push(`${inputs.pop()}${event.delta.partial_json}`);
    }
    if (event.type === 'message_delta') {
      const { delta, usage, warnings = [] } = event;
      answer = { ...answer, ...ended({ ...delta, usage, warnings }) };
    }
  }
  return { ...answer, calls: answer.calls.map(([name], at) => [name, JSON.parse(inputs[at] as string)]) } as Answer;
}

/** This API has no probabilities. */
function ended({
  stop_reason,
  usage,
  warnings = [],
}: Pick<AnthropicMessage, 'stop_reason' | 'usage' | 'warnings'>): Pick<
  Answer,
  'end' | 'tokens' | 'warnings' | 'scored'
> {
  return {
    end: stop_reason === 'tool_use' ? 'calls' : stop_reason === 'max_tokens' ? 'length' : 'stop',
    tokens: {
      prompt: usage.input_tokens + usage.cache_read_input_tokens,
      cached: usage.cache_read_input_tokens,
      answer: usage.output_tokens,
      thought: usage.output_tokens_details.thinking_tokens,
    },
    warnings: warnings.map(({ code }) => code),
    scored: [],
  };
}
