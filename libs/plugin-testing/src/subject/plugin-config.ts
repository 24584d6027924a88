import assert from 'node:assert/strict';
import type { JsonObject, Plugin } from '@predict-otron/plugin-sdk';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** The configuration that `setup` sees: validated, with the schema's defaults. Throws where schema or configuration is wrong. */
export function pluginConfig(plugin: Plugin, given: JsonObject = {}): JsonObject {
  const config = structuredClone(given);
  if (!plugin.configSchema) {
    assert.deepEqual(Object.keys(config), [], 'A plugin without configSchema takes no configuration.');
    return config;
  }
  const ajv = new Ajv2020({ useDefaults: true, allErrors: true, strictTypes: false, strictTuples: false });
  addFormats.default(ajv);
  const validate = ajv.compile(plugin.configSchema);
  assert.ok(validate(config), `The configuration does not fit configSchema: ${ajv.errorsText(validate.errors)}`);
  return config;
}
