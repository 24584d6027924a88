/** The style of the page at `/`; follows the reader's light or dark setting. */
export const LANDING_STYLE = `
:root { color-scheme: light dark; --ink: #1c2330; --soft: #5c6677; --paper: #f7f8fb; --card: #fff; --line: #dfe3ea; --accent: #3557d6; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9f0; --soft: #98a2b3; --paper: #12151c; --card: #1a1f29; --line: #2b3240; --accent: #8ea6ff; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.6 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 4rem 1.5rem; }
h1 { margin: 0; font-size: 2.25rem; letter-spacing: -0.02em; }
h2 { margin: 2.5rem 0 0.75rem; font-size: 1.1rem; }
.lead { margin: 0.25rem 0 1.5rem; color: var(--soft); font-size: 1.1rem; }
nav { display: flex; flex-wrap: wrap; gap: 0.5rem; }
a { color: var(--accent); }
nav a { padding: 0.35rem 0.9rem; border: 1px solid var(--line); border-radius: 999px; background: var(--card); text-decoration: none; }
nav a:hover { border-color: var(--accent); }
pre { overflow-x: auto; margin: 0 0 0.75rem; padding: 1rem 1.25rem; border: 1px solid var(--line); border-radius: 0.6rem; background: var(--card); }
code { font: 0.875rem/1.6 ui-monospace, monospace; }
table { width: 100%; border-collapse: collapse; border: 1px solid var(--line); background: var(--card); }
th, td { padding: 0.5rem 1rem; border-top: 1px solid var(--line); text-align: left; }
th { color: var(--soft); font-weight: 500; }
small { margin-left: 0.4rem; padding: 0.1rem 0.5rem; border-radius: 999px; background: var(--line); }
.loaded { color: #1c8a4a; }
.failed { color: #d0402b; }
`;
