/** A set of Unicode scalar values: sorted, disjoint, inclusive ranges that do not touch. */
export type CharSet = readonly (readonly [from: number, to: number])[];

const MAX_CODE = 0x10ffff;
/** Every character that a text can hold; surrogates alone are none. */
export const ANY_CHAR: CharSet = [
  [0, 0xd7ff],
  [0xe000, 0x10ffff],
];

/** `[from, to]` pairs and single characters, in any order. */
export function charSet(...ranges: (readonly [number, number] | number | string)[]): CharSet {
  const pairs = ranges.map((range): readonly [number, number] => {
    if (typeof range === 'object') return range;
    const code = typeof range === 'number' ? range : (range.codePointAt(0) as number);
    return [code, code];
  });
  return intersect(merged(pairs), ANY_CHAR);
}

export function union(...sets: CharSet[]): CharSet {
  return sets.length === 1 ? (sets[0] as CharSet) : merged(sets.flat());
}

export function intersect(a: CharSet, b: CharSet): CharSet {
  const both: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [fromA, toA] = a[i] as [number, number];
    const [fromB, toB] = b[j] as [number, number];
    const from = Math.max(fromA, fromB);
    const to = Math.min(toA, toB);
    if (from <= to) both.push([from, to]);
    if (toA < toB) i++;
    else j++;
  }
  return both;
}

export function complement(set: CharSet): CharSet {
  const gaps: [number, number][] = [];
  let next = 0;
  for (const [from, to] of set) {
    if (from > next) gaps.push([next, from - 1]);
    next = to + 1;
  }
  gaps.push([next, MAX_CODE]);
  return intersect(
    gaps.filter(([from, to]) => from <= to),
    ANY_CHAR,
  );
}

export function subtract(a: CharSet, b: CharSet): CharSet {
  return intersect(a, complement(b));
}

export function contains(set: CharSet, code: number): boolean {
  return set.some(([from, to]) => from <= code && code <= to);
}

/** The coarsest division of all characters in which each given set is a union of parts. No part is empty. */
export function partition(sets: readonly CharSet[]): CharSet[] {
  const cuts = new Set<number>([0]);
  for (const [from, to] of sets.flat()) cuts.add(from).add(to + 1);
  const starts = [...cuts].filter((start) => start <= MAX_CODE).sort((a, b) => a - b);
  const cellOf = new Map(starts.map((start, cell) => [start, cell]));
  const members: string[] = starts.map(() => '');
  for (const [index, set] of sets.entries()) {
    for (const [from, to] of set) {
      const end = cellOf.get(to + 1) ?? starts.length;
      for (let cell = cellOf.get(from) as number; cell < end; cell++) members[cell] += `${index},`;
    }
  }
  const parts = new Map<string, [number, number][]>();
  for (const [cell, from] of starts.entries()) {
    const range: [number, number] = [from, (starts[cell + 1] ?? MAX_CODE + 1) - 1];
    const same = parts.get(members[cell] as string);
    if (same) same.push(range);
    else parts.set(members[cell] as string, [range]);
  }
  return [...parts.values()].map((ranges) => intersect(merged(ranges), ANY_CHAR)).filter((set) => set.length > 0);
}

function merged(pairs: readonly (readonly [number, number])[]): CharSet {
  const sorted = [...pairs].sort((a, b) => a[0] - b[0]);
  const result: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = result.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}
