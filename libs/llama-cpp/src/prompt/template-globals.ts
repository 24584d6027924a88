import { Environment } from '@huggingface/jinja';

/** Numbers that `range` makes at most: a list is made whole before a loop takes its first. */
const RANGE = 100_000;

/** What every template may call and name, as transformers' `apply_chat_template` has it, with an end to what they make. */
export function templateGlobals(): Environment {
  const environment = new Environment();
  for (const [name, value] of Object.entries({ true: true, false: false, none: null })) {
    environment.set(name, value);
    environment.set(`${name[0]?.toUpperCase()}${name.slice(1)}`, value);
  }
  environment.set('raise_exception', (reason: string) => {
    throw new Error(reason);
  });
  environment.set('range', range);
  environment.set('strftime_now', (format: string) => strftime(new Date(), format));
  return environment;
}

function range(first: number, last?: number, step = 1): number[] {
  const [from, to] = last === undefined ? [0, first] : [first, last];
  const count = Math.max(0, Math.ceil((to - from) / step));
  if (!(count <= RANGE)) throw new Error(`range() makes ${RANGE} numbers at most`);
  return Array.from({ length: count }, (_, i) => from + i * step);
}

/** The letters that chat templates use of Python's `strftime`. */
function strftime(date: Date, format: string): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const month = (style: 'long' | 'short') => new Intl.DateTimeFormat('en-US', { month: style }).format(date);
  const parts: Record<string, () => string> = {
    Y: () => String(date.getFullYear()),
    m: () => two(date.getMonth() + 1),
    d: () => two(date.getDate()),
    b: () => month('short'),
    B: () => month('long'),
    H: () => two(date.getHours()),
    M: () => two(date.getMinutes()),
    '%': () => '%',
  };
  return format.replace(/%([YmdbBHM%])/g, (_, letter: string) => parts[letter]?.() ?? '');
}
