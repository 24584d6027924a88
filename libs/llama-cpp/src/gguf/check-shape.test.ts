import { checkShape } from './check-shape.js';

const LLAMA = { block_count: 6, context_length: 2048, attention: { head_count: 4, head_count_kv: 2 } };

describe('checkShape', () => {
  it.each<[string, object]>([
    ['a llama', LLAMA],
    ['nothing', {}],
    ['a model without attention', { block_count: 24, ssm: {}, attention: { head_count: 0 } }],
    ['a model with attention in some layers', { attention: { head_count: 32, head_count_kv: [0, 8, 0] } }],
    ['experts', { ...LLAMA, expert_count: 64, expert_used_count: 8 }],
  ])('takes %s', (_, own) => {
    expect(() => checkShape(own)).not.toThrow();
  });

  it.each<[string, object]>([
    ['head_count is 0', { ...LLAMA, attention: { head_count: 0 } }],
    ['head_count_kv is 0', { ...LLAMA, attention: { head_count: 4, head_count_kv: 0 } }],
    ['block_count is 4294967295', { block_count: 2 ** 32 - 1 }],
    ['block_count is -1', { block_count: -1 }],
    ['context_length is 0', { context_length: 0n }],
    ['context_length is NaN', { context_length: Number.NaN }],
    ['expert_used_count is 9', { expert_count: 8, expert_used_count: 9 }],
  ])('refuses that %s', (reason, own) => {
    expect(() => checkShape(own)).toThrow(reason);
  });
});
