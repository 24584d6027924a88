import { checkContributions } from './check-contributions.js';

const backend = (id: string) => ({ id, describe() {}, estimate() {}, load() {} });
const provider = { id: 'cpu', detect() {}, free() {} };
const stage = { name: 's', order: 1, permissions: { models: ['*'], readPrompts: false, buffers: false } };

describe('checkContributions', () => {
  it.each([
    ['nothing', {}],
    [
      'one of each',
      {
        hardware: [provider],
        runners: [backend('a')],
        embedders: [backend('a')],
        rerankers: [backend('a')],
        stages: [stage],
      },
    ],
    ['health and dispose', { health() {}, dispose() {} }],
    ['a stage with both functions', { stages: [{ ...stage, request() {}, events() {} }] }],
  ])('takes %s', (_, contributions) => expect(checkContributions(contributions)).toBe(contributions));

  it.each<[string, unknown, string]>([
    ['nothing at all', undefined, 'setup must return an object'],
    ['an array', [], 'setup must return an object'],
    ['a misspelt field', { runner: [] }, 'unknown field "runner"; known are hardware, runners'],
    ['one part for an array', { runners: backend('a') }, '"runners" must be an array'],
    ['a part that is none', { embedders: [null] }, 'embedders[0] must be an object'],
    ['a part without an id', { hardware: [{ ...provider, id: '' }] }, 'hardware[0] must have the string "id"'],
    ['one id twice', { runners: [backend('a'), backend('a')] }, 'runners[1] has the id "a", which an earlier one has'],
    [
      'a missing function',
      { rerankers: [{ ...backend('a'), load: 1 }] },
      'rerankers[0] ("a") must have the function "load"',
    ],
    ['a stage without a name', { stages: [{ ...stage, name: undefined }] }, 'stages[0] must have the string "name"'],
    ['a stage without an order', { stages: [{ ...stage, order: '1' }] }, 'stages[0] ("s") must have an "order"'],
    ['a stage without permissions', { stages: [{ ...stage, permissions: undefined }] }, 'must have "permissions"'],
    ['permissions without models', { stages: [{ ...stage, permissions: { models: '*' } }] }, '"permissions.models"'],
    [
      'permissions that are not told',
      { stages: [{ ...stage, permissions: { models: ['*'], buffers: true } }] },
      '"permissions.readPrompts"',
    ],
    [
      'a stage whose events are no function',
      { stages: [{ ...stage, events: {} }] },
      '"events" of stages[0] ("s") must be',
    ],
    ['a health that is no function', { health: {} }, '"health" must be a function'],
  ])('refuses %s', (_, returned, message) => expect(() => checkContributions(returned)).toThrow(message));
});
