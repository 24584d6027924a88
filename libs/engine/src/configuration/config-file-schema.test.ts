import { readFileSync } from 'node:fs';
import { configFileSchema } from './config-file-schema.js';

const FILE = new URL('../../../../docs/otron.config.schema.json', import.meta.url);

describe('docs/otron.config.schema.json', () => {
  it('is the schema by which configuration files are checked', () => {
    // where it is not: write JSON.stringify(configFileSchema, null, 2) into it, with a line break at the end
    expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(JSON.parse(JSON.stringify(configFileSchema)));
  });
});
