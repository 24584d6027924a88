import type { ControlToken } from '../text/vocabulary.js';

/** A noncharacter that no text should hold; it breaks what looks like a control token until the text is tokenized. */
const BREAK = '\uFDD0';

/** A piece of a rendered prompt: a control token of the template, or plain text. */
export type PromptPiece = { control: number } | { text: string };

/**
 * Keeps people's words and control tokens apart while a template mixes them. People's words are broken wherever they
 * hold, begin or end a control token's text, so that after rendering only the template's own control tokens match.
 */
export class ControlText {
  private readonly ids: Map<string, number>;
  private readonly any: RegExp | undefined;
  private readonly starts: Set<string>;
  private readonly ends: Set<string>;

  constructor(tokens: readonly ControlToken[]) {
    this.ids = new Map(tokens.map(({ id, text }) => [text, id]));
    const texts = [...this.ids.keys()].sort((a, b) => b.length - a.length);
    this.any = texts.length > 0 ? new RegExp(texts.map(escapeRegExp).join('|'), 'g') : undefined;
    this.starts = new Set(texts.flatMap((text) => slices(text, (cut) => text.slice(0, cut))));
    this.ends = new Set(texts.flatMap((text) => slices(text, (cut) => text.slice(cut))));
  }

  /** People's words, such that no template can make a control token of them. */
  protect(text: string): string {
    const clean = text.includes(BREAK) ? text.replaceAll(BREAK, '') : text;
    if (!this.any) return clean;
    const broken = clean.replace(this.any, (match) => match.slice(0, 1) + BREAK + match.slice(1));
    return this.closeEnd(this.closeStart(broken));
  }

  /** The rendered prompt in pieces, people's words as they were. */
  split(rendered: string): PromptPiece[] {
    const pieces: PromptPiece[] = [];
    const addText = (text: string) => {
      const plain = text.replaceAll(BREAK, '');
      if (plain !== '') pieces.push({ text: plain });
    };
    let at = 0;
    for (const match of this.any ? rendered.matchAll(this.any) : []) {
      addText(rendered.slice(at, match.index));
      pieces.push({ control: this.ids.get(match[0]) as number });
      at = match.index + match[0].length;
    }
    addText(rendered.slice(at));
    return pieces;
  }

  /** The template's words before could be the beginning of what this text ends. */
  private closeStart(text: string): string {
    for (let length = 1; length <= text.length && length < 64; length++) {
      if (this.ends.has(text.slice(0, length))) return BREAK + text;
    }
    return text;
  }

  private closeEnd(text: string): string {
    for (let length = 1; length <= text.length && length < 64; length++) {
      if (this.starts.has(text.slice(text.length - length))) return text + BREAK;
    }
    return text;
  }
}

function slices(text: string, slice: (cut: number) => string): string[] {
  return Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => slice(i + 1));
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
