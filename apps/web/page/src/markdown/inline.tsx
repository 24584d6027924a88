import type { Token, Tokens } from 'marked';
import { For, type JSX } from 'solid-js';
import { decodeEntities } from './decode-entities.js';
import { safeLink } from './safe-link.js';

/** What stands within a line. */
export function Inline(props: { tokens: Token[] }) {
  return <For each={props.tokens}>{(token) => piece(token)}</For>;
}

function piece(token: Token): JSX.Element {
  const inner = () => <Inline tokens={(token as Tokens.Generic).tokens ?? []} />;
  switch (token.type) {
    case 'strong':
      return <strong>{inner()}</strong>;
    case 'em':
      return <em>{inner()}</em>;
    case 'del':
      return <del>{inner()}</del>;
    case 'codespan':
      return <code>{token.text}</code>;
    case 'br':
      return <br />;
    case 'link':
      return <Link href={token.href}>{inner()}</Link>;
    case 'image':
      // nothing is loaded from elsewhere: a picture is a link to it
      return <Link href={token.href}>{token.text || token.href}</Link>;
    case 'text':
      return token.tokens ? inner() : decodeEntities(token.text);
    case 'escape':
      return decodeEntities(token.text);
    default:
      // HTML too: it stays text
      return token.raw;
  }
}

function Link(props: { href: string; children: JSX.Element }) {
  const href = safeLink(props.href);
  if (href === undefined) return <span>{props.children}</span>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {props.children}
    </a>
  );
}
