import { type LoadedEmbedder, PluginError } from '@predict-otron/plugin-sdk';

/** The special tokens that a model puts before and after each text. */
export class Framing {
  private constructor(
    private readonly front: number[],
    private readonly back: number[],
  ) {}

  /** Learns them by framing a token that is none of them. */
  static async of(embedder: Pick<LoadedEmbedder, 'frame'>): Promise<Framing> {
    const special = new Set(await embedder.frame([]));
    let probe = 0;
    while (special.has(probe)) probe++;
    const framed = await embedder.frame([probe]);
    const place = framed.indexOf(probe);
    if (place < 0) throw new PluginError('INTERNAL', 'the embedding backend lost a token while framing it');
    return new Framing(framed.slice(0, place), framed.slice(place + 1));
  }

  /** A text given as bare token ids, as the model wants it. */
  frame(tokens: number[]): number[] {
    return [...this.front, ...tokens, ...this.back];
  }

  /** A framed text cut at its end to `maxTokens`, and framed still. */
  cut(row: number[], maxTokens: number): number[] {
    return [...row.slice(0, maxTokens - this.back.length), ...this.back];
  }
}
