import type { EndEvent, GenerationEvent } from '@predict-otron/plugin-sdk';
import { MessageEvents, WholeMessage } from './anthropic/index.js';
import { AnswerPieces, chatLine, OllamaStream, WholeOllamaAnswer } from './ollama/index.js';
import { ChatChunks, WholeChatCompletion } from './openai/index.js';

/** An answer, whatever API it came through. */
interface Answer {
  text: string;
  thoughts: string;
  calls: [name: string, input: unknown][];
  end: 'stop' | 'length' | 'calls';
  tokens: [prompt: number, cached: number | undefined, answer: number];
}

const PROMPT: GenerationEvent = { type: 'prompt', tokens: 12, cachedTokens: 5, droppedTokens: 0 };
const text = (piece: string, kind: 'text' | 'reasoning' = 'text'): GenerationEvent => ({
  type: 'delta',
  index: 0,
  kind,
  text: piece,
  tokens: 1,
});
const call = (number: number, argumentsDelta: string, more: object = {}): GenerationEvent => ({
  type: 'delta',
  index: 0,
  kind: 'tool-call',
  call: number,
  argumentsDelta,
  tokens: 1,
  ...more,
});
const end = (finishReason: EndEvent['finishReason'], stopString?: string): EndEvent => ({
  type: 'end',
  index: 0,
  finishReason,
  ...(stopString === undefined ? {} : { stopString }),
  usage: { promptTokens: 12, cachedTokens: 5, completionTokens: 4, reasoningTokens: 1 },
  timings: { queueMs: 0, promptMs: 1, generationMs: 2 },
});

const RECORDED: [string, GenerationEvent[], Pick<Answer, 'text' | 'thoughts' | 'calls' | 'end'>][] = [
  [
    'a text',
    [PROMPT, text('Zü'), text('rich 🦉'), end('stop')],
    { text: 'Zürich 🦉', thoughts: '', calls: [], end: 'stop' },
  ],
  [
    'a text that a stop string ended',
    [{ type: 'queued', position: 1 }, { type: 'loading', progress: 0.5 }, PROMPT, text('a'), end('stop', 'END')],
    { text: 'a', thoughts: '', calls: [], end: 'stop' },
  ],
  ['a cut text', [PROMPT, text('a'), end('length')], { text: 'a', thoughts: '', calls: [], end: 'length' }],
  ['nothing', [PROMPT, end('stop')], { text: '', thoughts: '', calls: [], end: 'stop' }],
  [
    'thoughts, a text and two calls',
    [
      PROMPT,
      text('Hm', 'reasoning'),
      text('.', 'reasoning'),
      text('See: '),
      call(0, '', { id: 'c1', name: 'weather' }),
      call(0, '{"city":'),
      call(0, '"Paris"}'),
      { type: 'warning', code: 'odd', message: 'Odd.' },
      call(1, '{}', { id: 'c2', name: 'time' }),
      end('tool-calls'),
    ],
    {
      text: 'See: ',
      thoughts: 'Hm.',
      calls: [
        ['weather', { city: 'Paris' }],
        ['time', {}],
      ],
      end: 'calls',
    },
  ],
];

const HEAD = { id: 'x', created: 0, model: 'tiny', systemFingerprint: 'fp' };
const ASKED = { model: 'default', messages: [] };

function chat(events: GenerationEvent[]): Answer {
  const whole = new WholeChatCompletion(HEAD, ASKED);
  for (const event of events) whole.add(event);
  const { choices, usage } = whole.finish();
  const { message, finish_reason } = choices[0] as (typeof choices)[number];
  return {
    text: message.content ?? '',
    thoughts: message.reasoning_content ?? '',
    calls: (message.tool_calls ?? []).map(({ function: called }) => [called.name, JSON.parse(called.arguments)]),
    end: finish_reason === 'tool_calls' ? 'calls' : finish_reason === 'length' ? 'length' : 'stop',
    tokens: [usage.prompt_tokens, usage.prompt_tokens_details.cached_tokens, usage.completion_tokens],
  };
}

function chatStreamed(events: GenerationEvent[]): Answer {
  const chunks = new ChatChunks(HEAD, { ...ASKED, stream_options: { include_usage: true } });
  const sent = [...events.flatMap((event) => chunks.of(event)), ...chunks.finish()];
  const deltas = sent.map(({ choices }) => choices[0]?.delta ?? {});
  const calls: [string, string][] = [];
  for (const { index, function: called } of deltas.flatMap(({ tool_calls }) => tool_calls ?? [])) {
    calls[index] = [calls[index]?.[0] ?? called.name ?? '', (calls[index]?.[1] ?? '') + called.arguments];
  }
  const reason = sent.map(({ choices }) => choices[0]?.finish_reason).find(Boolean);
  const usage = sent.at(-1)?.usage;
  return {
    text: deltas.map(({ content }) => content ?? '').join(''),
    thoughts: deltas.map(({ reasoning_content }) => reasoning_content ?? '').join(''),
    calls: calls.map(([name, input]) => [name, JSON.parse(input)]),
    end: reason === 'tool_calls' ? 'calls' : reason === 'length' ? 'length' : 'stop',
    tokens: [usage?.prompt_tokens ?? 0, usage?.prompt_tokens_details.cached_tokens, usage?.completion_tokens ?? 0],
  };
}

function anthropic(events: GenerationEvent[]): Answer {
  const whole = new WholeMessage({ id: 'x', model: 'tiny' });
  for (const event of events) whole.add(event);
  const { content, stop_reason, usage } = whole.finish();
  return {
    text: content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
    thoughts: content.map((block) => (block.type === 'thinking' ? block.thinking : '')).join(''),
    calls: content.flatMap((block) =>
      block.type === 'tool_use' ? [[block.name, block.input] as [string, unknown]] : [],
    ),
    end: stop_reason === 'tool_use' ? 'calls' : stop_reason === 'max_tokens' ? 'length' : 'stop',
    tokens: [usage.input_tokens + usage.cache_read_input_tokens, usage.cache_read_input_tokens, usage.output_tokens],
  };
}

function anthropicStreamed(events: GenerationEvent[]): Answer {
  const message = new MessageEvents({ id: 'x', model: 'tiny' });
  const answer: Answer = { text: '', thoughts: '', calls: [], end: 'stop', tokens: [0, 0, 0] };
  const inputs: string[] = [];
  for (const event of [...events.flatMap((one) => message.of(one)), ...message.finish()]) {
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
      const { stop_reason } = event.delta;
      answer.end = stop_reason === 'tool_use' ? 'calls' : stop_reason === 'max_tokens' ? 'length' : 'stop';
      const { input_tokens, cache_read_input_tokens, output_tokens } = event.usage;
      answer.tokens = [input_tokens + cache_read_input_tokens, cache_read_input_tokens, output_tokens];
    }
  }
  return { ...answer, calls: answer.calls.map(([name], index) => [name, JSON.parse(inputs[index] as string)]) };
}

type OllamaLine = ReturnType<typeof chatLine>;

function ofLines(lines: OllamaLine[]): Answer {
  const calls = lines.flatMap(({ message }) => message.tool_calls ?? []);
  const last = lines.at(-1) as OllamaLine;
  return {
    text: lines.map(({ message }) => message.content).join(''),
    thoughts: lines.map(({ message }) => message.thinking ?? '').join(''),
    calls: calls.map(({ function: called }) => [called.name, called.arguments]),
    // Ollama ends with `stop` after calls too, and does not say what was cached
    end: calls.length > 0 ? 'calls' : (last.done_reason as 'stop' | 'length'),
    tokens: [last.prompt_eval_count ?? 0, 5, last.eval_count ?? 0],
  };
}

function ollama(events: GenerationEvent[]): Answer {
  const whole = new WholeOllamaAnswer('tiny', new AnswerPieces({}, () => 0), chatLine);
  for (const event of events) whole.add(event);
  return ofLines([whole.finish() as OllamaLine]);
}

function ollamaStreamed(events: GenerationEvent[]): Answer {
  const stream = new OllamaStream('tiny', new AnswerPieces({}, () => 0), chatLine);
  const sent = events.map((event) => stream.encode(event)).join('') + stream.finish();
  return ofLines(
    sent
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  );
}

describe.each(RECORDED)('%s', (_, events, answer) => {
  it.each([
    ['OpenAI whole', chat],
    ['OpenAI streamed', chatStreamed],
    ['Anthropic whole', anthropic],
    ['Anthropic streamed', anthropicStreamed],
    ['Ollama whole', ollama],
    ['Ollama streamed', ollamaStreamed],
  ])('is the same through %s', (_api, read) => {
    expect(read(events)).toEqual({ ...answer, tokens: [12, 5, 4] });
  });
});
