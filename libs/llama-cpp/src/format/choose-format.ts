import { HARMONY_MARKERS, HarmonyParser } from './harmony-parser.js';
import { MarkedParser } from './marked-parser.js';
import type { AnswerParser } from './segment.js';
import {
  functionGemmaTools,
  gemma4Tools,
  hermesTools,
  isGemmaShape,
  llamaTools,
  mistralArgsTools,
  mistralTools,
  type ToolSyntax,
} from './tool-syntax.js';

/** How a model marks what is not plain words. */
export interface AnswerFormat {
  name: 'plain' | 'hermes' | 'llama' | 'mistral' | 'mistral-args' | 'harmony' | 'function-gemma' | 'gemma-4';
  /** How calls are written; for models whose template knows no tools, how they are asked to write them. */
  tools: ToolSyntax;
  reasoning?: { open: string; close: string };
  /** Control tokens that mean something to the parser and so must be shown to it. */
  markers: readonly string[];
}

/** What one request needs of its parser. */
export interface ParserOptions {
  /** Names of the tools that may be called. */
  tools: readonly string[];
  /** The prompt ends inside the model's thoughts. */
  opened: boolean;
  /** The engine holds calls to their syntax. */
  streamsCalls: boolean;
}

const THINK = { open: '<think>', close: '</think>' };
/** Gemma 4 names the channel behind the control token. */
const CHANNEL = { open: '<|channel>thought', close: '<channel|>' };

/** Reads the format off the model's chat template, where its makers wrote it down. */
export function formatOf(template = ''): AnswerFormat {
  if (template.includes('<|channel|>') && template.includes('<|start|>')) {
    return { name: 'harmony', tools: hermesTools, reasoning: { open: '', close: '' }, markers: HARMONY_MARKERS };
  }
  const [name, tools] = toolsOf(template);
  const reasoning = [THINK, CHANNEL].find(({ close }) => template.includes(close));
  const thoughts = [THINK.open, THINK.close, '<|channel>', CHANNEL.close];
  const markers = [...tools.open, ...(tools.close ? [tools.close] : []), ...markersOf(tools), ...thoughts];
  return { name, tools, markers, ...(reasoning && { reasoning }) };
}

/** The parser for one answer. */
export function parserFor(format: AnswerFormat, options: ParserOptions): AnswerParser {
  if (format.name === 'harmony') return new HarmonyParser();
  const { reasoning, tools } = format;
  return new MarkedParser({
    streamsCalls: options.streamsCalls,
    ...(options.tools.length > 0 && { tools, names: options.tools }),
    ...(reasoning && { reasoning: { ...reasoning, opened: options.opened } }),
  });
}

function toolsOf(template: string): [AnswerFormat['name'], ToolSyntax] {
  if (template.includes('[TOOL_CALLS]')) {
    return template.includes('[ARGS]') ? ['mistral-args', mistralArgsTools] : ['mistral', mistralTools];
  }
  if (template.includes('<start_function_call>')) return ['function-gemma', functionGemmaTools];
  if (template.includes('<|tool_call>') && template.includes('<tool_call|>')) return ['gemma-4', gemma4Tools];
  if (template.includes('<tool_call>')) return ['hermes', hermesTools];
  const llama = template.includes('<|start_header_id|>') && template.includes('tools');
  if (template.includes('<|python_tag|>') || llama) return ['llama', llamaTools];
  return ['plain', hermesTools];
}

function markersOf({ shape }: ToolSyntax): string[] {
  if (typeof shape !== 'object') return [];
  return [isGemmaShape(shape) ? shape.quote : shape.between];
}
