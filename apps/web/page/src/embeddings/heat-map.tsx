import { createMemo, For } from 'solid-js';

interface HeatMapProps {
  lines: string[];
  matrix: number[][];
  chosen: number;
  choose(line: number): void;
}

/** Each line against each: the deeper the color, the nearer. A table, so that every reader can go through it. */
export function HeatMap(props: HeatMapProps) {
  const least = createMemo(() => Math.min(0.999, ...props.matrix.flat()));
  return (
    <section class="plot heat">
      <h2 id="heat">Similarity</h2>
      <section class="table" aria-labelledby="heat" tabindex="0">
        <table>
          <thead>
            <tr>
              <td />
              <For each={props.lines}>
                {(line, index) => (
                  <th scope="col" title={line}>
                    {index() + 1}
                  </th>
                )}
              </For>
            </tr>
          </thead>
          <tbody>
            <For each={props.matrix}>
              {(row, y) => (
                <tr data-chosen={y() === props.chosen ? '' : undefined}>
                  <th scope="row">
                    <button
                      type="button"
                      aria-pressed={y() === props.chosen}
                      title={props.lines[y()]}
                      onClick={() => props.choose(y())}
                    >
                      <span>{y() + 1}</span> {props.lines[y()]}
                    </button>
                  </th>
                  <For each={row}>
                    {(value, x) => (
                      <td
                        style={{ '--share': `${Math.round(((value - least()) / (1 - least())) * 100)}%` }}
                        title={`${props.lines[y()]} / ${props.lines[x()]}: ${value.toFixed(3)}`}
                      >
                        <span>{value.toFixed(2).replace('-0.00', '0.00')}</span>
                      </td>
                    )}
                  </For>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </section>
    </section>
  );
}
