import type { ClassConstructor } from 'class-transformer';
import { type FieldFacts, fieldFacts } from '../fields/field-facts.js';
import type { Parameter } from './parameter-list.js';

/** All fields of a request class, those of objects in it with their paths. */
export function toParameters(Request: ClassConstructor<object>, path = ''): Parameter[] {
  return [...fieldFacts(Request)].flatMap(([name, facts]) => {
    const nested = typeof facts.type === 'function' ? (facts.type() as ClassConstructor<object>) : undefined;
    const inside = nested ? toParameters(nested, `${path}${name}.`) : [];
    return [toParameter(`${path}${name}`, facts), ...inside];
  });
}

function toParameter(name: string, facts: FieldFacts): Parameter {
  const { description, required, type, minimum, maximum, neutral } = facts;
  const values = neutral ?? (Array.isArray(facts.enum) ? facts.enum : undefined);
  return {
    name,
    status: neutral ? 'neutral_only' : 'honoured',
    description,
    required,
    ...(neutral || type === undefined ? {} : { type: typeof type === 'string' ? type : 'object' }),
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(values === undefined ? {} : { values }),
    ...(facts.default === undefined ? {} : { default: facts.default }),
    ...(neutral ? { reason: 'The server cannot honour it yet.' } : {}),
  };
}
