import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { ASYNCAPI_DOCUMENT } from './asyncapi-document.js';
import { CLIENT_FRAMES } from './client-frames.js';
import { SERVER_EVENTS } from './server-events.js';

const page = readFileSync(new URL('../../../../../docs/websocket.md', import.meta.url), 'utf8');

/** What AsyncAPI itself says of its documents. */
const ASYNCAPI = JSON.parse(
  readFileSync(new URL(import.meta.resolve('@asyncapi/specs/schemas/3.0.0-without-$id.json')), 'utf8'),
);

/** The schemas under a heading of the page, by the names of their own headings. */
function documented(heading: string): Record<string, unknown> {
  const [, section = ''] = page.split(`## ${heading}\n`);
  const [text = ''] = section.split('\n## ');
  const blocks = text.matchAll(/^### (?:Event )?`(\w+)`\n```json\n([\s\S]*?)\n```/gm);
  return Object.fromEntries([...blocks].map(([, name, json]) => [name, JSON.parse(json as string)]));
}

describe('the protocol', () => {
  it('is on its page as it is in the code', () => {
    expect(documented('What a client sends')).toEqual(CLIENT_FRAMES);
    expect(documented('What the server sends')).toEqual(SERVER_EVENTS);
  });

  it('has every message in the AsyncAPI document, and no reference into nothing', () => {
    const { messages } = ASYNCAPI_DOCUMENT.components;
    expect(Object.keys(messages)).toHaveLength(Object.keys(CLIENT_FRAMES).length + Object.keys(SERVER_EVENTS).length);
    for (const [, path] of JSON.stringify(ASYNCAPI_DOCUMENT).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      let place: unknown = ASYNCAPI_DOCUMENT;
      for (const key of (path as string).split('/')) place = (place as Record<string, unknown>)[key];
      expect(place).toBeDefined();
    }
  });

  it('is a valid AsyncAPI document', () => {
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(ASYNCAPI);
    const faultsOf = (document: object) => (validate(document) ? [] : validate.errors);
    expect(faultsOf(ASYNCAPI_DOCUMENT)).toEqual([]);
    expect(faultsOf({ ...ASYNCAPI_DOCUMENT, channels: { chat: { messages: [] } } })).not.toEqual([]);
  });
});
