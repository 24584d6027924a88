import { type JsonObject, PluginError } from '@predict-otron/plugin-sdk';
import { type ErrorObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/**
 * A plugin's configuration, checked against its schema (JSON Schema 2020-12) and with the schema's defaults filled in.
 * Throws `INPUT_INVALID` that names each wrong field; values are left out, since they may be secret.
 */
export function completeConfig(schema: JsonObject | undefined, config: JsonObject): JsonObject {
  const complete = structuredClone(config);
  if (!schema) return complete;
  const validate = compile(schema);
  if (validate(complete)) return complete;
  const problems = (validate.errors ?? []).map(describeProblem).join('; ');
  throw new PluginError('INPUT_INVALID', `The configuration is not valid: ${problems}.`);
}

function compile(schema: JsonObject) {
  // unknown keywords are refused, so that a misspelt one is found; the type checks of strict mode are a matter of taste
  const ajv = new Ajv2020({
    useDefaults: true,
    allErrors: true,
    strictTypes: false,
    strictTuples: false,
    // the check against the meta-schema takes longer than all else; what it would find, compiling finds, too
    validateSchema: false,
  });
  addFormats.default(ajv);
  try {
    return ajv.compile(schema);
  } catch (error) {
    throw new PluginError('INPUT_INVALID', `The plugin's configSchema is not valid: ${(error as Error).message}.`);
  }
}

function describeProblem({ instancePath, keyword, params, message }: ErrorObject): string {
  const path = `config${instancePath.replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~')}`;
  switch (keyword) {
    case 'required':
      return `${path}.${params.missingProperty} is missing`;
    case 'additionalProperties':
      return `${path}.${params.additionalProperty} is unknown`;
    case 'unevaluatedProperties':
      return `${path}.${params.unevaluatedProperty} is unknown`;
    case 'enum':
      return `${path} must be one of ${params.allowedValues.map((value: unknown) => JSON.stringify(value)).join(', ')}`;
    case 'const':
      return `${path} must be ${JSON.stringify(params.allowedValue)}`;
    default:
      return `${path} ${message}`;
  }
}
