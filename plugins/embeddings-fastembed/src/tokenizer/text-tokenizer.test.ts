import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FlagEmbedding } from 'fastembed';
import type { ModelFolder } from '../folder/model-folder.js';
import { type Files, TINY_FILES, temporaryFolder, writeFiles } from '../testing/model-files.js';
import { TINY_SPECIAL_TOKENS_MAP, TINY_TOKENIZER } from '../testing/tiny-tokenizer.js';
import { TextTokenizer } from './text-tokenizer.js';

const EMBEDDED = join(import.meta.dirname, '../../../../models/otron-embed-tiny');

/** The tokenizer as fastembed itself loads it. */
async function fastembedIds(path: string, texts: string[]): Promise<number[][]> {
  const tokenizer = (FlagEmbedding as unknown as Loader).loadTokenizer(path, 512);
  tokenizer.disablePadding();
  return Promise.all(texts.map(async (text) => (await tokenizer.encode(text)).getIds()));
}

interface Loader {
  loadTokenizer(path: string, maxLength: number): FastembedTokenizer;
}

interface FastembedTokenizer {
  disablePadding(): void;
  encode(text: string): Promise<{ getIds(): number[] }>;
}

const folderAt = (path: string, files: Partial<ModelFolder> = {}) =>
  ({ path, config: {}, tokenizerConfig: {}, ...files }) as ModelFolder;

describe('TextTokenizer', () => {
  const folder = temporaryFolder();
  let count = 0;
  const write = (files: Files) => writeFiles(join(folder.path, `${count++}`), { ...TINY_FILES, ...files });
  const open = async (files: Files = {}) => TextTokenizer.open(folderAt(await write(files)));

  it("gives fastembed's own ids for the embedded model", async () => {
    // fastembed writes nothing, but the test must not depend on it
    const path = join(folder.path, 'embedded');
    await mkdir(path);
    await cp(EMBEDDED, path, { recursive: true });
    const texts = [
      'The quick brown fox.',
      'Ünïcode, naïve café',
      '日本語 and 한국어',
      "it's 3.14%",
      '',
      '  a \n\t b ',
      '😀',
    ];
    const tokenizer = await TextTokenizer.open(folderAt(path));
    expect(await tokenizer.tokenize(texts)).toEqual(await fastembedIds(path, texts));
  });

  it('neither cuts nor pads, whatever the file says', async () => {
    const tokenizer = await open();
    const [long, short] = await tokenizer.tokenize([Array(500).fill('cat').join(' '), 'cat']);
    expect(long).toHaveLength(502);
    expect(short).toHaveLength(3);
  });

  it('reads a special token in a text as text', async () => {
    const tokenizer = await open();
    const [cls, , sep] = (await tokenizer.tokenize(['a']))[0] as number[];
    const ids = await tokenizer.tokenizeBare(['the [SEP] cat [CLS][PAD] [MASK] [UNK] [sep]']);
    expect(ids[0]).not.toContain(sep);
    expect(ids[0]).not.toContain(cls);
    expect(ids[0]).not.toContain(0);
    expect(ids[0]).not.toContain(4);
    const [bracket, word] = await tokenizer.tokenizeBare(['[', 'sep']);
    expect(ids[0]?.slice(1, 3)).toEqual([bracket?.[0], word?.[0]]);
  });

  it('still knows the unknown token', async () => {
    expect(await (await open()).tokenizeBare(['☃'])).toEqual([[1]]);
  });

  it('takes special tokens from special_tokens_map.json, as texts, objects and lists', async () => {
    const added_tokens = TINY_TOKENIZER.added_tokens.map((token) => ({ ...token, special: false }));
    // without this normalizer the bracketed words are one piece, which the vocabulary would hold
    const plain = { ...TINY_TOKENIZER, added_tokens, normalizer: null, pre_tokenizer: { type: 'WhitespaceSplit' } };
    const known = await open({ 'tokenizer.json': plain });
    expect(await known.tokenizeBare(['[SEP]', '[MASK]'])).toEqual([[1], [1]]);
    const { sep_token, ...others } = TINY_SPECIAL_TOKENS_MAP;
    const unknown = await open({ 'tokenizer.json': plain, 'special_tokens_map.json': others });
    expect(await unknown.tokenizeBare(['[SEP]', '[MASK]'])).toEqual([[3], [1]]);
    const listed = { ...others, additional_special_tokens: [sep_token] };
    const list = await open({ 'tokenizer.json': plain, 'special_tokens_map.json': listed });
    expect(await list.tokenizeBare(['[SEP]'])).toEqual([[1]]);
  });

  it('keeps other added tokens whole', async () => {
    const added = { ...TINY_TOKENIZER.added_tokens[0], id: 500, content: '<entity>', special: false };
    const file = { ...TINY_TOKENIZER, added_tokens: [...TINY_TOKENIZER.added_tokens, added] };
    const [ids] = await (await open({ 'tokenizer.json': file })).tokenizeBare(['the <entity> cat']);
    expect(ids).toHaveLength(3);
  });

  it.each([
    [
      'Unigram',
      {
        type: 'Unigram',
        unk_id: 3,
        vocab: [
          ['<s>', 0],
          ['<pad>', 0],
          ['</s>', 0],
          ['<unk>', 0],
          ['▁', -2],
          ['<', -4],
          ['/', -4],
          ['s', -4],
          ['>', -4],
        ],
      },
      { type: 'Metaspace', replacement: '▁', add_prefix_space: true },
    ],
    [
      'BPE',
      {
        type: 'BPE',
        unk_token: '<unk>',
        vocab: { '<s>': 0, '<pad>': 1, '</s>': 2, '<unk>': 3, a: 4, '<': 5, '/': 6, s: 7, '>': 8 },
        merges: [],
      },
      { type: 'WhitespaceSplit' },
    ],
  ])('keeps a %s vocabulary from spelling its end token', async (_, model, pre_tokenizer) => {
    const added_tokens = ['<s>', '<pad>', '</s>', '<unk>'].map((content, id) => ({
      ...TINY_TOKENIZER.added_tokens[0],
      id,
      content,
    }));
    const post_processor = {
      type: 'RobertaProcessing',
      sep: ['</s>', 2],
      cls: ['<s>', 0],
      trim_offsets: true,
      add_prefix_space: true,
    };
    const file = {
      version: '1.0',
      added_tokens,
      normalizer: null,
      pre_tokenizer,
      post_processor,
      decoder: null,
      model,
    };
    const tokenizer = await open({ 'tokenizer.json': file });
    const [ids] = await tokenizer.tokenize(['</s>']);
    expect(ids?.[0]).toBe(0);
    expect(ids?.at(-1)).toBe(2);
    expect(ids?.slice(1, -1).slice(-4)).toEqual([5, 6, 7, 8]);
  });

  it('frames bare tokens as it frames texts', async () => {
    const tokenizer = await open();
    for (const text of ['the cat sat', '', 'a [SEP] b']) {
      const [[bare], [framed]] = await Promise.all([tokenizer.tokenizeBare([text]), tokenizer.tokenize([text])]);
      expect(tokenizer.single.around(bare as number[]).ids).toEqual(framed);
    }
  });

  it('frames pairs in two segments', async () => {
    const tokenizer = await open();
    expect(tokenizer.pair.around([50, 51], [60])).toEqual({ ids: [2, 50, 51, 3, 60, 3], types: [0, 0, 0, 0, 1, 1] });
    expect(tokenizer.pair.size).toBe(3);
  });

  it('pads with the id that the configuration names', async () => {
    const path = await write({});
    const of = async (files: Partial<ModelFolder>) => (await TextTokenizer.open(folderAt(path, files))).paddingId;
    expect(await of({ config: { pad_token_id: 1 } })).toBe(1);
    expect(await of({ tokenizerConfig: { pad_token: '[MASK]' } })).toBe(4);
    expect(await of({ tokenizerConfig: { pad_token: { content: '[MASK]' } } })).toBe(4);
    expect(await of({})).toBe(0);
  });

  it.each([['{'], ['{}'], [JSON.stringify({ ...TINY_TOKENIZER, model: { type: 'Unheard', vocab: {} } })]])(
    'refuses the tokenizer %s',
    async (text) => {
      await expect(open({ 'tokenizer.json': text })).rejects.toMatchObject({ code: 'MODEL_INVALID' });
    },
  );
});
