import { createMemo, For } from 'solid-js';

const SIZE = 400;
const EDGE = 26;

interface PlaneMapProps {
  lines: string[];
  plane: [number, number][];
  chosen: number;
  choose(line: number): void;
}

/** The lines as points of a plane: what is near in meaning should be near here, as far as two dimensions allow. */
export function PlaneMap(props: PlaneMapProps) {
  const placed = createMemo(() => {
    const xs = props.plane.map(([x]) => x);
    const ys = props.plane.map(([, y]) => y);
    const span = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)) || 1;
    const middle = (values: number[]) => (Math.max(...values) + Math.min(...values)) / 2;
    const place = (value: number, center: number) => SIZE / 2 + ((value - center) / span) * (SIZE - 2 * EDGE);
    return props.plane.map(([x, y]) => [place(x, middle(xs)), place(y, middle(ys))] as const);
  });
  return (
    <section class="plot plane">
      <h2>Map</h2>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing */}
      <svg viewBox={`0 0 ${SIZE} ${SIZE}`} role="group" aria-label="Map of the lines">
        <For each={placed()}>
          {([x, y], index) => (
            // biome-ignore lint/a11y/useSemanticElements: a point of a drawing
            <g
              role="button"
              tabindex="0"
              aria-label={`${index() + 1}: ${props.lines[index()]}`}
              aria-pressed={index() === props.chosen}
              transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}
              onClick={() => props.choose(index())}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' && event.key !== ' ') return;
                event.preventDefault();
                props.choose(index());
              }}
            >
              <title>{props.lines[index()]}</title>
              <circle r="13" />
              <text dy="0.35em">{index() + 1}</text>
            </g>
          )}
        </For>
      </svg>
      <p class="note">The first two principal components. Choose a point to see its neighbors.</p>
    </section>
  );
}
