/** Special tokens of the tiny tokenizer, in the order of their ids. */
const SPECIAL_TOKENS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz0123456789'];
const WORDS = ['the', 'cat', 'dog', 'sat', 'on', 'a', 'mat', 'red', 'house', 'river', 'query', 'passage', 'sep'];
const TOKENS = [...SPECIAL_TOKENS, ...'.,:;!?[]()<>/', ...LETTERS, ...LETTERS.map((letter) => `##${letter}`), ...WORDS];
const VOCABULARY = Object.fromEntries([...new Set(TOKENS)].map((token, id) => [token, id]));

/** Number of tokens. */
export const VOCABULARY_TOKENS = Object.keys(VOCABULARY).length;

const special = (token: string, type: number) => ({ SpecialToken: { id: token, type_id: type } });
const sequence = (id: 'A' | 'B', type: number) => ({ Sequence: { id, type_id: type } });

/** A tokenizer.json of BERT's kind: WordPiece of lower-case letters, digits and a few words. */
export const TINY_TOKENIZER = {
  version: '1.0',
  // as many published files have it, though nothing here wants it
  truncation: { direction: 'Right', max_length: 16, strategy: 'LongestFirst', stride: 0 },
  padding: {
    strategy: { Fixed: 16 },
    direction: 'Right',
    pad_to_multiple_of: null,
    pad_id: 0,
    pad_type_id: 0,
    pad_token: '[PAD]',
  },
  added_tokens: SPECIAL_TOKENS.map((content, id) => ({
    id,
    content,
    special: true,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
  })),
  normalizer: {
    type: 'BertNormalizer',
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [special('[CLS]', 0), sequence('A', 0), special('[SEP]', 0)],
    pair: [special('[CLS]', 0), sequence('A', 0), special('[SEP]', 0), sequence('B', 1), special('[SEP]', 1)],
    special_tokens: Object.fromEntries(
      ['[CLS]', '[SEP]'].map((token) => [token, { id: token, ids: [VOCABULARY[token]], tokens: [token] }]),
    ),
  },
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: VOCABULARY,
  },
};

/** A special_tokens_map.json, with one token as an object, as published ones have it. */
export const TINY_SPECIAL_TOKENS_MAP = {
  cls_token: '[CLS]',
  mask_token: '[MASK]',
  pad_token: '[PAD]',
  sep_token: { content: '[SEP]', lstrip: false, normalized: false, rstrip: false, single_word: false },
  unk_token: '[UNK]',
};
