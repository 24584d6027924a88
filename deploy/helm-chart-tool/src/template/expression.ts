/** A place in a manifest that Helm fills in: `{{ text }}`. */
export class Expression {
  constructor(readonly text: string) {}
}

/** Values that stand as they are, as YAML; the key is left out where they are empty. */
export class Block {
  constructor(readonly text: string) {}
}

/** There only when the condition holds. */
export class When {
  constructor(
    readonly condition: string,
    readonly value: unknown,
  ) {}
}

// The manifests are typed, so that the compiler knows every field of Kubernetes; what Helm fills in later has the type of
// what it will be.

/** What a template expression gives, such as `.Values.server.replicas`. */
export function expression<T>(text: string): T {
  return new Expression(text) as T;
}

/** A string that a template expression gives; quoted, so that it stays one. */
export function quoted(text: string): string {
  return new Expression(`${text} | quote`) as unknown as string;
}

/** An object or a list of values, such as `.Values.server.resources`. */
export function block<T>(text: string): T {
  return new Block(text) as T;
}

/** A part that is there only when a template condition holds. */
export function when<T>(condition: string, value: T): T {
  return new When(condition, value) as T;
}
