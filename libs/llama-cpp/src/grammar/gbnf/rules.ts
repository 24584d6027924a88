import { type Expression, type Grammar, NEVER, rule } from './expression.js';

/** The rules of a grammar in the making. */
export class Rules {
  private readonly rules = new Map<string, Expression>();
  private readonly used = new Map<string, number>();

  get grammar(): Grammar {
    return this.rules;
  }

  /** A name that is free, from words that say what the rule is for. */
  reserve(hint: string): string {
    const base = hint.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '') || 'rule';
    for (let count = this.used.get(base) ?? 0; ; count++) {
      const name = count === 0 ? base : `${base}-${count}`;
      if (this.rules.has(name)) continue;
      this.used.set(base, count + 1);
      this.rules.set(name, NEVER);
      return name;
    }
  }

  set(name: string, expression: Expression): void {
    this.rules.set(name, expression);
  }

  /** Adds a rule; returns what refers to it. */
  define(hint: string, expression: Expression): Expression {
    const name = this.reserve(hint);
    this.set(name, expression);
    return rule(name);
  }
}
