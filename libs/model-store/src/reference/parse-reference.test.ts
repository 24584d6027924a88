import { KNOWN_MODELS } from './known-models.js';
import { parseReference, referenceName } from './parse-reference.js';

const hub = (repo: string, more = {}) => ({ kind: 'hub', repo, ...more });

describe('parseReference', () => {
  it.each([
    ['hf:acme/chat', hub('acme/chat')],
    ['hf://acme/chat', hub('acme/chat')],
    ['acme/chat:q4_k_m', hub('acme/chat', { quantization: 'Q4_K_M' })],
    ['hf.co/acme/chat:IQ3_XXS', hub('acme/chat', { quantization: 'IQ3_XXS' })],
    ['https://huggingface.co/acme/chat', hub('acme/chat')],
    ['acme/chat/chat-Q8_0.gguf', hub('acme/chat', { file: 'chat-Q8_0.gguf' })],
    ['acme/chat/deep/er/chat.gguf', hub('acme/chat', { file: 'deep/er/chat.gguf' })],
    ['https://huggingface.co/acme/chat/blob/main/a.gguf', hub('acme/chat', { file: 'a.gguf' })],
    ['https://huggingface.co/acme/chat/resolve/main/a.gguf?download=true', hub('acme/chat', { file: 'a.gguf' })],
    ['https://mirror.example/hub/acme/chat/resolve/main/a.gguf', hub('acme/chat', { file: 'a.gguf' })],
    ['hf:acme/chat@v2.0', hub('acme/chat', { revision: 'v2.0' })],
    ['acme/chat@main', hub('acme/chat')],
    ['acme/chat@v2:q8_0', hub('acme/chat', { revision: 'v2', quantization: 'Q8_0' })],
    ['acme/chat@refs/pr/3', hub('acme/chat', { revision: 'refs/pr/3' })],
    ['acme/chat@refs%2Fpr%2F3/a.gguf', hub('acme/chat', { revision: 'refs/pr/3', file: 'a.gguf' })],
    ['https://huggingface.co/acme/chat/tree/v2', hub('acme/chat', { revision: 'v2' })],
    ['https://huggingface.co/acme/chat/blob/v2/q/a.gguf', hub('acme/chat', { revision: 'v2', file: 'q/a.gguf' })],
    ['gemma-3-1b-it', hub('ggml-org/gemma-3-1b-it-GGUF', { quantization: 'Q4_K_M' })],
    ['Gemma-3-1B-it', hub('ggml-org/gemma-3-1b-it-GGUF', { quantization: 'Q4_K_M' })],
    ['https://example.com/files/a.gguf?key=1#x', { kind: 'url', url: 'https://example.com/files/a.gguf?key=1' }],
    ['./a.gguf', { kind: 'path', path: './a.gguf' }],
    ['/models/a.gguf', { kind: 'path', path: '/models/a.gguf' }],
    ['~/a.gguf', { kind: 'path', path: '~/a.gguf' }],
    ['models/a.gguf', { kind: 'path', path: 'models/a.gguf' }],
    ['file:///models/a.gguf', { kind: 'path', path: '/models/a.gguf' }],
  ])('%s', (text, expected) => {
    expect(parseReference(text, 'https://mirror.example/hub')).toEqual(expected);
  });

  it.each([
    'nonsense',
    '',
    'acme/../chat',
    'acme/chat/../../a.gguf',
    'acme/chat/file.bin',
    'https://example.com/page.html',
    'ftp://example.com/a.bin',
    'hf:acme',
    'acme/chat@',
    'acme/chat@../x',
    'acme/chat@a..b',
    `${'x'.repeat(5_000)}`,
  ])('refuses %s', (text) => {
    expect(() => parseReference(text)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
  });
});

it('gives every known name a repository and names the model alike in every form', () => {
  for (const [name, { repo, quantization }] of Object.entries(KNOWN_MODELS)) {
    expect(name).toBe(name.toLowerCase());
    expect(referenceName(name)).toBe(quantization ? `${repo}:${quantization}` : repo);
  }
  expect(referenceName('hf:acme/chat:q8_0')).toBe('acme/chat:Q8_0');
  expect(referenceName('hf:acme/chat@v2:q8_0')).toBe('acme/chat@v2:Q8_0');
  expect(referenceName('otron-tiny-llama')).toBe('otron-tiny-llama');
});
