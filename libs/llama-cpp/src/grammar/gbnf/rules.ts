import { type Expression, type Grammar, rule } from './expression.js';

/** The rules of a grammar in the making. */
export class Rules {
  private readonly rules = new Map<string, Expression>();

  get grammar(): Grammar {
    return this.rules;
  }

  /** A name that is free, from words that say what the rule is for. */
  reserve(hint: string): string {
    const base = hint.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '') || 'rule';
    let name = base;
    for (let i = 2; this.rules.has(name); i++) name = `${base}-${i}`;
    this.rules.set(name, rule(name));
    return name;
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
