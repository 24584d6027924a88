import { formatOf } from '../format/choose-format.js';
import { reasoningPlan } from './reasoning.js';

const QWEN = '{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>{% endif %}';
const DEEPSEEK = "{{ content.split('</think>') }}<think>";
const GPT_OSS = '<|start|><|channel|>{{ reasoning_effort }}';
const LLAMA = '<|start_header_id|>';

describe('reasoningPlan', () => {
  it.each([
    [{ effort: 'none' as const }, QWEN, { variables: { enable_thinking: false } }],
    [{ effort: 'high' as const }, QWEN, { variables: { enable_thinking: true } }],
    [{ effort: 'high' as const, budget: 50 }, QWEN, { variables: { enable_thinking: true }, budget: 50 }],
    [{ budget: 50 }, DEEPSEEK, { variables: {}, budget: 50 }],
    [{ effort: 'none' as const }, DEEPSEEK, { variables: {}, budget: 0 }],
    [{ effort: 'low' as const }, GPT_OSS, { variables: { reasoning_effort: 'low' } }],
    [{ effort: 'none' as const }, LLAMA, { variables: {} }],
  ])('%j with %s', (asked, template, plan) => {
    expect(reasoningPlan(asked, formatOf(template), template)).toEqual(plan);
  });

  it.each([
    [{ effort: 'low' as const }, QWEN, 'reasoning_effort'],
    [{ effort: 'high' as const }, LLAMA, 'reasoning_effort'],
    [{ effort: 'high' as const }, DEEPSEEK, 'reasoning_effort'],
    [{ budget: 5 }, LLAMA, 'reasoning_budget'],
    [{ effort: 'none' as const }, GPT_OSS, 'reasoning_effort'],
  ])('refuses %j with %s by name', (asked, template, param) => {
    expect(() => reasoningPlan(asked, formatOf(template), template)).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED', details: { param } }),
    );
  });
});
