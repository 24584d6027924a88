import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import tokenizers, { type Encoding, type Tokenizer } from '@anush008/tokenizers';
import { PluginError } from '@predict-otron/plugin-sdk';
import { type ModelFolder, readJson } from '../folder/model-folder.js';
import { Frame } from './frame.js';
import { hideSpecialTokens, specialTokensOf, type TokenizerFile } from './hide-special-tokens.js';

/** A model's tokenizer. It never pads and never cuts, and no text can spell a special token. */
export class TextTokenizer {
  private constructor(
    private readonly tokenizer: Tokenizer,
    /** Around one text. */
    readonly single: Frame,
    /** Around a pair of texts. */
    readonly pair: Frame,
    /** Fills rows up to the longest one of a batch. */
    readonly paddingId: number,
  ) {}

  /** Reads tokenizer.json and the files beside it. Throws `MODEL_INVALID`. */
  static async open(folder: ModelFolder): Promise<TextTokenizer> {
    const path = join(folder.path, 'tokenizer.json');
    const map = (await readJson(join(folder.path, 'special_tokens_map.json'))) ?? {};
    try {
      const file: TokenizerFile = JSON.parse(await readFile(path, 'utf8'));
      const paddingId = paddingIdOf(folder, file);
      hideSpecialTokens(file, specialTokensOf(map));
      const tokenizer = tokenizers.Tokenizer.fromString(JSON.stringify({ ...file, truncation: null, padding: null }));
      const single = frameIn(await tokenizer.encode('a'));
      const pair = frameIn(await tokenizer.encode('a', 'a'));
      return new TextTokenizer(tokenizer, single, pair, paddingId);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new PluginError(
        'MODEL_INVALID',
        `${path} does not hold a known tokenizer: ${reason}`,
        {},
        { cause: error },
      );
    }
  }

  /** Token ids of each text, special tokens included. */
  async tokenize(texts: string[]): Promise<number[][]> {
    return this.encode(texts, true);
  }

  /** Token ids of each text without special tokens. */
  async tokenizeBare(texts: string[]): Promise<number[][]> {
    return this.encode(texts, false);
  }

  private async encode(texts: string[], addSpecialTokens: boolean): Promise<number[][]> {
    if (texts.length === 0) return [];
    const encodings = await this.tokenizer.encodeBatch(texts, { addSpecialTokens });
    return encodings.map((encoding) => encoding.getIds());
  }
}

function frameIn(encoding: Encoding): Frame {
  return Frame.of(encoding.getIds(), encoding.getTypeIds(), encoding.getSequenceIds());
}

/** As fastembed has it, the configuration's `pad_token_id`; where that is missing, the id of `pad_token`. */
function paddingIdOf({ config, tokenizerConfig }: ModelFolder, file: TokenizerFile): number {
  if (typeof config.pad_token_id === 'number') return config.pad_token_id;
  const [token] = specialTokensOf({ pad: tokenizerConfig.pad_token });
  const added = file.added_tokens?.find(({ content }) => content === token)?.id;
  return added ?? 0;
}
