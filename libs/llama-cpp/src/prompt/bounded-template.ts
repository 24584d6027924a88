import { type Environment, Interpreter, Template } from '@huggingface/jinja';
import type { JsonObject, JsonValue } from '@predict-otron/plugin-sdk';
import { templateGlobals } from './template-globals.js';

/** What one rendering may take. The longest conversations and tools that fit into a context take a small part of it. */
const LIMITS = {
  /** Characters of the template itself. Those that people use have some thousands. */
  source: 1_048_576,
  /** Parts of the template that are worked out: a second or two. A turn takes a hundred, a tool some hundreds. */
  steps: 300_000,
  /** The same, more for each turn and tool. */
  stepsOfEach: 2000,
  /** Characters of a text that the template makes. */
  text: 33_554_432,
  /** Items of a list that it makes. */
  items: 1_000_000,
};

/** A template that does not come to an end within its limits. */
export class TemplateOverrun extends Error {
  override readonly name = 'TemplateOverrun';
}

/** A Jinja template that comes to an end, whatever is in it: it was written by whoever made the model. */
export class BoundedTemplate {
  private readonly parsed: Template['parsed'];

  /** Throws where the template cannot be read. */
  constructor(source: string) {
    if (source.length > LIMITS.source) throw new TemplateOverrun(`it is longer than ${LIMITS.source} characters`);
    this.parsed = new Template(source).parsed;
  }

  /** Throws what the template raises, and a `TemplateOverrun`. */
  render(values: JsonObject): string {
    const environment = templateGlobals();
    for (const [name, value] of Object.entries(values)) environment.set(name, value);
    const count = [values.messages, values.tools].reduce((sum: number, list) => sum + lengthOf(list), 0);
    const steps = LIMITS.steps + LIMITS.stepsOfEach * count;
    return String(new BoundedInterpreter(environment, steps).run(this.parsed).value);
  }
}

function lengthOf(list: JsonValue | undefined): number {
  return Array.isArray(list) ? list.length : 0;
}

/** As the library declares it, but for imports without endings, which TypeScript does not follow here. */
interface Evaluator {
  run(program: Template['parsed']): { value: unknown };
  evaluate(part: unknown, environment: Environment): { value: unknown };
}

class BoundedInterpreter extends (Interpreter as unknown as new (environment: Environment) => Evaluator) {
  private steps = 0;

  constructor(
    environment: Environment,
    private readonly most: number,
  ) {
    super(environment);
  }

  override evaluate(part: unknown, environment: Environment): { value: unknown } {
    this.steps += 1;
    if (this.steps > this.most) throw new TemplateOverrun(`it takes more than ${this.most} steps`);
    const result = super.evaluate(part, environment);
    const { value } = result;
    if (typeof value === 'string' ? value.length > LIMITS.text : Array.isArray(value) && value.length > LIMITS.items) {
      throw new TemplateOverrun('what it makes grows without end');
    }
    return result;
  }
}
