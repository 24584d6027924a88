import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { pageHeaders } from '../render/page-headers.js';

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{display:grid;place-content:center;min-height:100vh;margin:0}
form{display:grid;gap:.75rem;width:min(22rem,90vw)}
h1{margin:0;font-size:1.25rem}p{margin:0}
input,button{font:inherit;padding:.6rem .8rem;border:1px solid #8888;border-radius:.5rem}
[role=alert]{color:light-dark(#b00020,#ff8a95)}`;

const page = (fault?: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Log in · predict-otron</title>
<link rel="icon" href="assets/icon.svg" type="image/svg+xml">
<style>${STYLE}</style>
</head>
<body>
<main>
<form method="post" action="login">
<h1>predict-otron</h1>
<label for="key">This server needs an API key.</label>
<input id="key" name="key" type="password" autocomplete="current-password" required autofocus>
${fault === undefined ? '' : `<p role="alert">${fault}</p>`}
<button>Log in</button>
</form>
</main>
</body>
</html>
`;

const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

/** The form for an API key, without a script. `fault`: a sentence of ours that says why the last try failed. */
export function sendLogin(reply: FastifyReply, fault?: string): FastifyReply {
  const headers = pageHeaders(false);
  const policy = headers['Content-Security-Policy']?.replace("style-src 'self'", `style-src ${STYLE_HASH}`);
  return reply
    .status(fault === undefined ? 200 : 401)
    .headers({ ...headers, 'Content-Security-Policy': policy })
    .send(page(fault));
}
