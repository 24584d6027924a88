import type { ModelEntry } from '@predict-otron/kernel';
import { escapeHtml } from '@predict-otron/service';
import { LANDING_STYLE } from './landing-style.js';

/** What the page shows of a model. */
export type ShownModel = Pick<ModelEntry, 'id' | 'kind' | 'state' | 'isDefault'>;

/** The page at `/`: what this is, which models are there, how to begin. Asks for nothing from elsewhere. */
export function landingPage(url: string, models: ShownModel[]): string {
  const curl = `curl ${url}/v1/chat/completions \\
  -H 'Content-Type: application/json' \\
  -d '{"model": "default", "messages": [{"role": "user", "content": "What is the capital of France?"}]}'`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>predict-otron</title>
<link rel="icon" href="docs/favicon-32x32.png">
<style>${LANDING_STYLE}</style>
<main>
<h1>predict-otron</h1>
<p class="lead">Local language and embedding models behind an OpenAI-compatible API.</p>
<nav><a href="docs">Explorer</a><a href="openapi.json">openapi.json</a><a href="v1/models">Models</a><a href="health">Health</a></nav>
<h2>Ask it something</h2>
<pre><code>${escapeHtml(curl)}</code></pre>
<p>Any OpenAI client works: set its base URL to <code>${escapeHtml(url)}/v1</code> and take any text as the key.</p>
<h2>Models</h2>
${modelTable(models)}
</main>
</html>
`;
}

function modelTable(models: ShownModel[]): string {
  if (models.length === 0) return '<p>There is none in the model folders.</p>';
  const rows = models.map(
    ({ id, kind, state, isDefault }) =>
      `<tr><td><code>${escapeHtml(id)}</code>${isDefault ? ' <small>default</small>' : ''}</td>` +
      `<td>${escapeHtml(kind)}</td><td class="${escapeHtml(state)}">${escapeHtml(state)}</td></tr>`,
  );
  return `<table><thead><tr><th>Id</th><th>Kind</th><th>State</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}
