/** A JSON Schema, as `values.schema.json` holds it. */
export type Schema = Record<string, unknown>;

/** One value that the chart's user can set: its default, what it is for, what it may be. */
export class Value {
  constructor(
    readonly initial: unknown,
    readonly comment: string,
    readonly schema: Schema,
  ) {}
}

/** Values by their names; a group may have a comment of its own. */
export interface Values {
  [name: string]: Value | Values;
}

export const flag = (initial: boolean, comment: string) => new Value(initial, comment, { type: 'boolean' });

export const text = (initial: string, comment: string, schema: Schema = {}) =>
  new Value(initial, comment, { type: 'string', ...schema });

export const count = (initial: number, comment: string, schema: Schema = {}) =>
  new Value(initial, comment, { type: 'integer', minimum: 0, ...schema });

export const choice = (initial: string, comment: string, among: string[]) =>
  new Value(initial, comment, { enum: among });

/** Any object, handed to Kubernetes as it is. */
export const object = (initial: object, comment: string) => new Value(initial, comment, { type: 'object' });

/** Any list, handed to Kubernetes as it is. */
export const list = (initial: unknown[], comment: string, items: Schema = {}) =>
  new Value(initial, comment, { type: 'array', items });
