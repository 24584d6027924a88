import { parseMarkdown } from './markdown.mjs';

/**
 * The request that the README shows a newcomer, made to a server at another address.
 * @param {string} readme its text @param {string} address such as `http://127.0.0.1:9000`
 * @returns {string} a shell command
 */
export function readmeRequest(readme, address) {
  const shell = parseMarkdown(readme).blocks.filter(({ language }) => ['bash', 'sh', 'shell'].includes(language));
  const request = shell.find(({ text }) => /^curl\b/m.test(text));
  if (!shell.some(({ text }) => /^npm start$/m.test(text))) throw new Error('README.md does not show "npm start"');
  if (!request) throw new Error('README.md shows no request with curl');
  const command = request.text.slice(request.text.search(/^curl\b/m));
  const moved = command.replaceAll(/(https?:\/\/)?(localhost|127\.0\.0\.1):8080/g, address);
  if (moved === command) throw new Error("README.md's request does not go to port 8080 of this machine");
  return moved;
}
