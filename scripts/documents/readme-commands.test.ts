import { readmeRequest } from './readme-commands.mjs';

const START = '```sh\nnpm start\n```\n';
const REQUEST = "```sh\ncurl http://127.0.0.1:8080/v1/models \\\n  -H 'A: b'\n```\n";

describe('readmeRequest', () => {
  it('sends the request to another address', () => {
    expect(readmeRequest(START + REQUEST, 'http://127.0.0.1:9')).toBe(
      "curl http://127.0.0.1:9/v1/models \\\n  -H 'A: b'\n",
    );
  });

  it.each([
    ['the start', REQUEST, 'does not show "npm start"'],
    ['a request', START, 'shows no request'],
    ['the port', `${START}\`\`\`sh\ncurl https://example.org\n\`\`\``, 'does not go to port 8080'],
  ])('misses %s', (_, readme, complaint) => {
    expect(() => readmeRequest(readme, 'http://127.0.0.1:9')).toThrow(complaint);
  });
});
