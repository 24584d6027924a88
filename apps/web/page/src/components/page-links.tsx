import { For, Show } from 'solid-js';
import type { PageName } from '../../../src/shared/page-state.js';
import { Icon, type IconName } from './icon.jsx';

const LINKS: { page?: PageName; href: string; label: string; icon: IconName }[] = [
  { page: 'chat', href: './', label: 'Chat', icon: 'chat' },
  { page: 'status', href: 'status', label: 'Status', icon: 'chart' },
  { page: 'embeddings', href: 'embeddings', label: 'Embeddings', icon: 'scatter' },
  { href: 'docs', label: 'API', icon: 'book' },
];

/** The way to the other pages, and out. */
export function PageLinks(props: { current: PageName; loggedIn?: boolean }) {
  return (
    <div class="links">
      <For each={LINKS.filter(({ page }) => page !== props.current)}>
        {({ href, label, icon }) => (
          <a href={href}>
            <Icon name={icon} />
            {label}
          </a>
        )}
      </For>
      <Show when={props.loggedIn}>
        <form method="post" action="logout">
          <button type="submit">
            <Icon name="leave" />
            Log out
          </button>
        </form>
      </Show>
    </div>
  );
}
