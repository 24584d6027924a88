type Json = Record<string, unknown>;

/** One answer of the answers of several engines. */
export type Union = (bodies: Json[]) => Json;

/**
 * The lists of all engines as one, sorted by a field as each of them is. What several have is told of as by one that has
 * it in memory, otherwise by the first.
 */
export function unionOf(list: string, key: string): Union {
  return (bodies) => {
    const byKey = new Map<unknown, Json>();
    for (const item of bodies.flatMap((body) => (body[list] ?? []) as Json[])) {
      const known = byKey.get(item[key]);
      if (!known || (known.state !== 'loaded' && item.state === 'loaded')) byKey.set(item[key], item);
    }
    return { ...bodies[0], [list]: [...byKey.values()].sort((a, b) => compare(String(a[key]), String(b[key]))) };
  };
}

/** Numbers of all engines, added up. */
export const SLOT_SUM: Union = (bodies) => {
  const names = Object.keys(bodies[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [name, bodies.reduce((sum, body) => sum + Number(body[name] ?? 0), 0)]),
  );
};

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
