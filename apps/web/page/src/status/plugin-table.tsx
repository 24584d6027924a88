import { For } from 'solid-js';
import type { Plugin } from './create-status.js';

/** The plugins with what they bring and how they fare. */
export function PluginTable(props: { plugins: Plugin[] }) {
  return (
    <section class="plot plugins">
      <h2 id="plugins">Plugins</h2>
      {/* what scrolls must be reachable by keyboard */}
      <section class="table" aria-labelledby="plugins" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Version</th>
              <th scope="col">State</th>
              <th scope="col">Brings</th>
            </tr>
          </thead>
          <tbody>
            <For each={props.plugins}>
              {(plugin) => (
                <tr>
                  <th scope="row">{plugin.name}</th>
                  <td>{plugin.version}</td>
                  <td>
                    <i class="state" data-state={lamp(plugin)} aria-hidden="true" />
                    {plugin.state}
                    {plugin.health.status !== 'up' && `, ${plugin.health.status}`}
                    <small>{plugin.reason ?? plugin.health.detail}</small>
                  </td>
                  <td>
                    {Object.entries(plugin.contributions)
                      .filter(([, parts]) => parts.length > 0)
                      .map(([kind, parts]) => `${kind}: ${parts.join(', ')}`)
                      .join('; ')}
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </section>
    </section>
  );
}

function lamp({ state, health }: Plugin): string {
  if (state !== 'ready' || health.status === 'down') return 'failed';
  return health.status === 'degraded' ? 'loading' : 'loaded';
}
