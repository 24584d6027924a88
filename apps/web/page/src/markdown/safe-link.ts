/** Where a link of an answer may lead: to pages and to mail. Anything else, scripts above all, is no link. */
export function safeLink(href: string): string | undefined {
  if (!URL.canParse(href)) return undefined;
  return ['http:', 'https:', 'mailto:'].includes(new URL(href).protocol) ? href : undefined;
}
