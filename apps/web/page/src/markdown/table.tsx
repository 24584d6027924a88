import type { Tokens } from 'marked';
import { For } from 'solid-js';
import { Inline } from './inline.jsx';

/** A table; a wide one scrolls within itself. */
export function Table(props: { table: Tokens.Table }) {
  return (
    <section class="table" tabindex="0" aria-label="Table">
      <table>
        <thead>
          <tr>
            <For each={props.table.header}>
              {(cell) => (
                <th scope="col" data-align={cell.align ?? undefined}>
                  <Inline tokens={cell.tokens} />
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={props.table.rows}>
            {(row) => (
              <tr>
                <For each={row}>
                  {(cell) => (
                    <td data-align={cell.align ?? undefined}>
                      <Inline tokens={cell.tokens} />
                    </td>
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </section>
  );
}
