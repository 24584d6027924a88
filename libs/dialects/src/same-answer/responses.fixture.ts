import type { GenerationEvent } from '@predict-otron/plugin-sdk';
import {
  type OpenAiResponse,
  ResponseEvents,
  ResponseRequest,
  type ResponseStreamEvent,
  WholeResponse,
} from '../openai/index.js';
import { validateRequest } from '../validation/index.js';
import type { Answer } from './recorded-answers.fixture.js';

const HEAD = { id: 'resp_x', created: 0, model: 'tiny', defaults: {} };
const opened = () =>
  new ResponseEvents(
    HEAD,
    validateRequest(ResponseRequest, { model: 'default', input: 'x', include: ['message.output_text.logprobs'] }),
  );

export function response(events: GenerationEvent[]): Answer {
  const whole = new WholeResponse(opened());
  for (const event of events) whole.add(event);
  const { output, ...rest } = whole.finish();
  const parts = output.flatMap((item) => (item.type === 'message' ? item.content : []));
  return {
    ...ended({ output, ...rest }),
    text: parts.map(({ text }) => text).join(''),
    thoughts: output
      .flatMap((item) => (item.type === 'reasoning' ? item.content.map(({ text }) => text) : []))
      .join(''),
    calls: output.flatMap((item) =>
      item.type === 'function_call' ? [[item.name, JSON.parse(item.arguments)] as [string, unknown]] : [],
    ),
    scored: parts.flatMap(({ logprobs }) => logprobs).map(({ token, logprob }) => [token, logprob]),
  };
}

/** Reads the deltas alone, as a client does that shows them. */
export function responseStreamed(events: GenerationEvent[]): Answer {
  const stream = opened();
  const sent = [...events.flatMap((event) => stream.of(event)), ...stream.finish()];
  if (sent.some(({ sequence_number }, at) => sequence_number !== at)) throw new Error('events are out of order');
  const last = sent.at(-1) as Extract<ResponseStreamEvent, { response: OpenAiResponse }>;
  if (last.type !== `response.${last.response.status}`) throw new Error(`ended by ${last.type}`);
  const answer: Answer = { ...ended(last.response), text: '', thoughts: '', calls: [], scored: [] };
  const inputs: string[] = [];
  for (const event of sent) {
    if (event.type === 'response.output_text.delta') {
      answer.text += event.delta;
      answer.scored.push(...event.logprobs.map(({ token, logprob }): [string, number] => [token, logprob]));
    } else if (event.type === 'response.reasoning_text.delta') answer.thoughts += event.delta;
    else if (event.type === 'response.output_item.added' && event.item.type === 'function_call') {
      answer.calls.push([event.item.name, undefined]);
      inputs.push('');
    } else if (event.type === 'response.function_call_arguments.delta') inputs.push(`${inputs.pop()}${event.delta}`);
  }
  return { ...answer, calls: answer.calls.map(([name], at) => [name, JSON.parse(inputs[at] as string)]) };
}

function ended({ status, output, usage, warnings = [] }: OpenAiResponse): Pick<Answer, 'end' | 'tokens' | 'warnings'> {
  const calls = output.some(({ type }) => type === 'function_call');
  return {
    // this API has no word for why a complete response ended: its calls say it
    end: status === 'incomplete' ? 'length' : calls ? 'calls' : 'stop',
    tokens: {
      prompt: usage?.input_tokens ?? 0,
      cached: usage?.input_tokens_details.cached_tokens,
      answer: usage?.output_tokens ?? 0,
      thought: usage?.output_tokens_details.reasoning_tokens,
    },
    warnings: warnings.map(({ code }) => code),
  };
}
