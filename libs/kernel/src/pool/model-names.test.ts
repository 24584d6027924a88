import type { KernelOptions } from '../configuration/kernel-options.js';
import type { ModelKind } from './model-kind.js';
import { ModelNames } from './model-names.js';

const models = [
  { id: 'chat', kind: 'language' },
  { id: 'code', kind: 'language' },
  { id: 'embed', kind: 'embedding' },
] as const;

const settings = {
  chat: { aliases: ['gpt-4o', 'shared', 'code'] },
  code: { aliases: ['shared'] },
  embed: { aliases: ['ada'] },
};

describe('ModelNames', () => {
  it.each<[string, ModelKind | undefined, KernelOptions['defaults'], string | undefined]>([
    ['chat', undefined, {}, 'chat'],
    ['chat', 'language', {}, 'chat'],
    ['chat', 'embedding', {}, undefined],
    ['Chat', undefined, {}, undefined],
    ['gpt-4o', 'language', {}, 'chat'],
    ['gpt-4o', 'embedding', {}, undefined],
    ['shared', undefined, {}, 'chat'],
    ['code', undefined, {}, 'code'],
    ['ada', 'embedding', {}, 'embed'],
    ['default', 'language', { language: 'code' }, 'code'],
    ['default', undefined, { language: 'code' }, 'code'],
    ['default', 'language', { language: 'gpt-4o' }, 'chat'],
    ['default', 'language', { language: 'gone' }, undefined],
    ['default', 'language', { language: 'embed' }, undefined],
    ['default', 'language', {}, undefined],
    ['default', 'embedding', {}, 'embed'],
    ['default', 'embedding', { embedding: 'gone' }, undefined],
    ['default', 'rerank', {}, undefined],
  ])('%s as %s, with defaults %j, is %s', (name, kind, defaults, id) => {
    expect(new ModelNames(models, settings, defaults).resolve(name, kind)?.id).toBe(id);
  });

  it('tells the known ids, of one kind or of all', () => {
    const names = new ModelNames(models);
    expect(names.known('language')).toEqual(['chat', 'code']);
    expect(names.known()).toEqual(['chat', 'code', 'embed']);
  });

  it('takes a model that is called default by its id', () => {
    const names = new ModelNames([...models, { id: 'default', kind: 'language' }], {}, { language: 'chat' });
    expect(names.resolve('default')?.id).toBe('default');
  });
});
