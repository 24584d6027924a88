import { randomUUID } from 'node:crypto';
import type { EndEvent, GenerationEvent, LogProbability, TextDelta, ToolCallDelta } from '@predict-otron/plugin-sdk';
import { Ends } from '../answer/ends.js';
import { parseArguments, UNPARSED_CALL } from '../answer/parse-arguments.js';
import type { AnswerWarning } from '../openai/answer-warning.js';
import { finiteLogprob } from '../openai/log-probability.js';
import type { OllamaLogprob, OllamaSummary } from './answer-chunk.js';
import type { AnswerPiece } from './answer-piece.js';

/** Milliseconds since some moment, with fractions. */
export type Clock = () => number;

/** The events of a generation as pieces of an answer: text and thoughts as they come, each call when it is whole. */
export class AnswerPieces {
  private readonly ends = new Ends(1);
  private readonly warnings: AnswerWarning[] = [];
  private readonly startedAt: number;
  private loaded = false;
  private calls = 0;
  private call: { number: number; id: string; name: string; arguments: string; logprobs: OllamaLogprob[] } | undefined;
  private summary: OllamaSummary = {};

  constructor(
    private readonly options: { logprobs?: boolean },
    private readonly clock: Clock,
  ) {
    this.startedAt = clock();
  }

  of(event: GenerationEvent): AnswerPiece[] {
    switch (event.type) {
      case 'loading':
        this.loaded = true;
        return [];
      case 'delta':
        return this.ofDelta(event);
      case 'end':
        this.ends.add();
        this.summary = this.summaryOf(event);
        return this.finishedCall();
      case 'warning':
        this.warnings.push({ code: event.code, message: event.message });
        return [];
      default:
        return [];
    }
  }

  /** The last piece. Throws `INTERNAL` when the events ended too early. */
  finish(): AnswerPiece {
    this.ends.check();
    return { summary: { ...this.summary, ...(this.warnings.length > 0 ? { warnings: this.warnings } : {}) } };
  }

  private ofDelta(delta: TextDelta | ToolCallDelta): AnswerPiece[] {
    const logprobs = this.options.logprobs ? (delta.logprobs ?? []).map(toLogprob) : [];
    if (delta.kind === 'tool-call') {
      const before = this.call?.number === delta.call ? [] : this.finishedCall();
      this.call ??= {
        number: delta.call,
        id: delta.id ?? `call_${randomUUID()}`,
        name: delta.name ?? '',
        arguments: '',
        logprobs: [],
      };
      this.call.arguments += delta.argumentsDelta;
      this.call.logprobs.push(...logprobs);
      return before;
    }
    const piece = delta.kind === 'reasoning' ? { thinking: delta.text } : { text: delta.text };
    return [...this.finishedCall(), { ...piece, ...(logprobs.length > 0 && { logprobs }) }];
  }

  private finishedCall(): AnswerPiece[] {
    if (!this.call) return [];
    const { id, name, arguments: text, logprobs } = this.call;
    const scored = logprobs.length > 0 ? { logprobs } : {};
    this.call = undefined;
    const parsed = parseArguments(text);
    if (!parsed) {
      this.warnings.push(UNPARSED_CALL);
      return [{ text, ...scored }];
    }
    const index = this.calls;
    this.calls += 1;
    return [{ toolCalls: [{ id, function: { index, name, arguments: parsed } }], ...scored }];
  }

  private summaryOf({ finishReason, usage, timings }: EndEvent): OllamaSummary {
    const totalMs = this.clock() - this.startedAt;
    const { queueMs, promptMs, generationMs } = timings;
    return {
      done_reason: finishReason === 'length' ? 'length' : 'stop',
      total_duration: nanoseconds(totalMs),
      // what is left of the time after all else that was measured
      load_duration: nanoseconds(this.loaded ? Math.max(0, totalMs - queueMs - promptMs - generationMs) : 0),
      prompt_eval_count: usage.promptTokens,
      prompt_eval_duration: nanoseconds(promptMs),
      eval_count: usage.completionTokens,
      eval_duration: nanoseconds(generationMs),
    };
  }
}

function nanoseconds(ms: number): number {
  return Math.round(ms * 1e6);
}

function toLogprob({ top, ...chosen }: LogProbability): OllamaLogprob {
  const of = ({ text, logprob, bytes }: Omit<LogProbability, 'top'>) => ({
    token: text,
    logprob: finiteLogprob(logprob),
    bytes,
  });
  return { ...of(chosen), ...(top.length > 0 ? { top_logprobs: top.map(of) } : {}) };
}
