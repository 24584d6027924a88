import { Ajv2020 } from 'ajv/dist/2020.js';
import { draftTokens, runnerConfigSchema } from './runner-config.js';

const valid = new Ajv2020().compile(runnerConfigSchema);

describe('the configuration of runners', () => {
  it('guesses nothing ahead unless it is told to', () => {
    expect(draftTokens()).toBe(0);
    expect(draftTokens({})).toBe(0);
    expect(draftTokens({ speculative: { maxTokens: 8 } })).toBe(0);
    expect(draftTokens({ speculative: { method: 'ngram' } })).toBe(16);
    expect(draftTokens({ speculative: { method: 'ngram', maxTokens: 8 } })).toBe(8);
  });

  it.each([
    [{}, true],
    [{ speculative: {} }, true],
    [{ speculative: { method: 'ngram', maxTokens: 32 } }, true],
    [{ speculative: { method: 'eagle' } }, false],
    [{ speculative: { method: 'ngram', maxTokens: 0 } }, false],
    [{ speculative: { method: 'ngram', maxTokens: 33 } }, false],
    [{ speculative: { method: 'ngram', model: 'draft.gguf' } }, false],
    [{ speculation: {} }, false],
  ])('%j is valid: %s', (config, expected) => {
    expect(valid(config)).toBe(expected);
  });
});
