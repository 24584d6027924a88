// docs/plugins/reference.md, made from the doc comments of plugin-sdk.

/** Folders of the contract, in the order in which an author meets them. */
const CHAPTERS = {
  '': 'The plugin',
  stage: 'Stages',
  generation: 'Language models',
  embedding: 'Embedding models',
  rerank: 'Rerankers',
  model: 'Models',
  hardware: 'Hardware',
};

const HEAD = `# Plugin API reference

Made from the doc comments of \`libs/plugin-sdk\` by \`node scripts/plugin-api.mjs\`; a test compares. [Plugins](../plugins.md) explains it.
`;

/** @param {import('./public-api.mjs').PublicType[]} api @returns {string} the page */
export function pluginReference(api) {
  const chapters = Object.entries(CHAPTERS).map(([folder, title]) => {
    const types = api.filter((type) => type.folder === folder);
    const list = types.map(({ name }) => `[\`${name}\`](#${name.toLowerCase()})`).join(', ');
    return `## ${title}\n${list}\n\n${types.map(section).join('\n\n')}\n`;
  });
  return `${HEAD}\n${chapters.join('\n')}`;
}

/** The comment above a type as text, and the type with the comments in it. */
function section({ name, documented }) {
  const [comment = ''] = /^\/\*\*[\s\S]*?\*\//.exec(documented) ?? [];
  const text = comment
    .replace(/^\/\*\*|\*\/$/g, '')
    .replaceAll(/^\s*\* ?/gm, '')
    .replaceAll(/\{@link (\w+)\}/g, '`$1`')
    .trim();
  const code = documented
    .slice(comment.length)
    .trim()
    .replace(/^export (declare )?/, '');
  return `### ${name}\n${text ? `${text}\n\n` : ''}\`\`\`typescript\n${code}\n\`\`\``;
}
