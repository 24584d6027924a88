import type { JSX } from 'solid-js';
import type { PageName } from '../../../src/shared/page-state.js';
import { PageLinks } from './page-links.jsx';
import { ThemeButton } from './theme-button.jsx';

/** What a page beside the chat stands in. */
export function PageShell(props: {
  current: PageName;
  title: string;
  lead: string;
  loggedIn?: boolean;
  children: JSX.Element;
}) {
  return (
    <div class="shell">
      <header>
        <a class="brand" href="./">
          <img src="assets/icon.svg" alt="" width="26" height="26" />
          <span>predict-otron</span>
        </a>
        <nav aria-label="Pages">
          <PageLinks current={props.current} loggedIn={props.loggedIn} />
          <ThemeButton />
        </nav>
      </header>
      <main>
        <h1>{props.title}</h1>
        <p class="lead">{props.lead}</p>
        {props.children}
      </main>
    </div>
  );
}
