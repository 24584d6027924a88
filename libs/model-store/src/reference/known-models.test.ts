import { readFileSync } from 'node:fs';
import { KNOWN_MODELS } from './known-models.js';

it('is what docs/models.md shows', () => {
  const page = readFileSync(new URL('../../../../docs/models.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `([^`]+)` \| `([^`]+\/[^`]+)` \| (?:`([^`]+)`|ONNX) \|$/gm)];
  const shown = rows.map(([, name, repo, quantization]) => [name, { repo, ...(quantization && { quantization }) }]);
  expect(Object.fromEntries(shown)).toEqual(KNOWN_MODELS);
});
