import type { Verdict } from './conform.js';

/** The table as a page; only its line with the date tells when and where. */
export function conformanceMarkdown(verdicts: Verdict[], where: { url: string; date: string }): string {
  const rows = verdicts.map(
    ({ endpoint, parameter, promise, result, note }) =>
      `| \`${endpoint}\` | \`${parameter}\` | ${promise} | ${note ? `${result}: ${note}` : result} |`,
  );
  return `# Conformance to OpenAI's API

\`otron conformance\` asks a server and looks at what its answers show: not whether a parameter is taken, but whether it does what
it should. \`refused\` means that the server says no, which is better than to ignore it.

Tested on ${where.date.slice(0, 10)} at ${where.url}.

${tally(verdicts)}

| endpoint | parameter | promise | result |
|---|---|---|---|
${rows.join('\n')}
`;
}

/** How many of each result there are. */
export function tally(verdicts: Verdict[]): string {
  const count = (result: Verdict['result']) => verdicts.filter((verdict) => verdict.result === result).length;
  return `${count('pass')} pass, ${count('refused')} refused, ${count('fail')} fail.`;
}
