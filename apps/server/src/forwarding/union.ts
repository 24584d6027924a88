type Json = Record<string, unknown>;

/** One answer of the answers of several engines. */
export type Union = (bodies: Json[]) => Json;

/**
 * The lists of all engines as one: in the order of the model ids as each of them is, or one after the other. What several
 * have is told of as by one that has it in memory, otherwise by the first.
 *
 * @param list field with the list
 * @param key field of its items with their id, or their name in Ollama's form
 */
export function unionOf(list: string, key: string, order: 'by id' | 'as it comes' = 'by id'): Union {
  return (bodies) => {
    const byKey = new Map<unknown, Json>();
    for (const item of bodies.flatMap((body) => (body[list] ?? []) as Json[])) {
      const known = byKey.get(item[key]);
      if (!known || (known.state !== 'loaded' && item.state === 'loaded')) byKey.set(item[key], item);
    }
    const items = [...byKey.values()];
    return {
      ...bodies[0],
      [list]: order === 'by id' ? items.sort((a, b) => compare(idOf(a[key]), idOf(b[key]))) : items,
    };
  };
}

/** The devices of all machines, each once, and the models of all engines. */
export const HARDWARE_UNION: Union = (bodies) => {
  const part = (list: string, key: string) => unionOf(list, key, 'as it comes')(bodies)[list];
  return {
    ...bodies[0],
    devices: part('devices', 'id'),
    absent: part('absent', 'provider'),
    models: part('models', 'model'),
  };
};

/** The lists of all engines, one after the other. */
export function listOf(list: string): Union {
  return (bodies) => ({ [list]: bodies.flatMap((body) => (body[list] ?? []) as Json[]) });
}

/** Numbers of all engines, added up. */
export const SLOT_SUM: Union = (bodies) => {
  const names = Object.keys(bodies[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [name, bodies.reduce((sum, body) => sum + Number(body[name] ?? 0), 0)]),
  );
};

/** What keys used at all engines, added up by day and key; those that share a Redis all say the same. */
export const USAGE_SUM: Union = (bodies) => {
  const shared = bodies.find((body) => body.shared === true);
  const counted = [...bodies.filter((body) => body.shared !== true), ...(shared ? [shared] : [])];
  const sums = new Map<string, Json>();
  for (const item of counted.flatMap((body) => (body.usage ?? []) as Json[])) {
    const of = `${item.day} ${item.key ?? ''}`;
    const before = sums.get(of);
    const sum = (field: string) => Number(before?.[field] ?? 0) + Number(item[field]);
    const [requests, prompt_tokens, generated_tokens] = ['requests', 'prompt_tokens', 'generated_tokens'].map(sum);
    sums.set(of, { ...item, requests, prompt_tokens, generated_tokens });
  }
  const usage = [...sums.values()].sort(
    (a, b) => compare(String(b.day), String(a.day)) || compare(String(a.key ?? ''), String(b.key ?? '')),
  );
  return { usage, shared: shared !== undefined };
};

/** Ollama puts a tag behind ids that have none. */
function idOf(name: unknown): string {
  return String(name).replace(/:latest$/, '');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
