import { ObjectSerializer } from '@kubernetes/client-node/dist/gen/models/ObjectSerializer.js';
import { Ajv } from 'ajv';
import { CUSTOM_SCHEMAS } from './custom-schemas.js';

/** A manifest as helm renders it. */
export interface RenderedManifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; labels: Record<string, string>; [field: string]: unknown };
  [field: string]: unknown;
}

const ajv = new Ajv({ allErrors: true });

/** What is wrong with a manifest: by Kubernetes' own schemas, and fields that Kubernetes does not know. */
export async function manifestFaults(manifest: RenderedManifest): Promise<string[]> {
  const custom = CUSTOM_SCHEMAS[`${manifest.apiVersion}/${manifest.kind}`];
  if (custom) {
    const validate = ajv.compile(custom);
    return validate(manifest) ? [] : (validate.errors ?? []).map((it) => `${it.instancePath} ${it.message}`);
  }
  return [...(await schemaFaults(manifest)), ...unknownFields(manifest)];
}

async function schemaFaults(manifest: RenderedManifest): Promise<string[]> {
  const { apiVersion, kind } = manifest;
  const models = await import(`kubernetes-models/${apiVersion}/${kind}`);
  try {
    new models[kind](structuredClone(manifest)).validate();
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

/** The client's own serializer leaves out what it does not know: what is lost on the way is unknown. */
function unknownFields(manifest: RenderedManifest): string[] {
  const version = manifest.apiVersion.split('/').at(-1) as string;
  const type = `${version[0]?.toUpperCase()}${version.slice(1)}${manifest.kind}`;
  const known = ObjectSerializer.serialize(ObjectSerializer.deserialize(structuredClone(manifest), type, ''), type, '');
  return lostIn(manifest, JSON.parse(JSON.stringify(known)), '');
}

function lostIn(before: unknown, after: unknown, path: string): string[] {
  if (typeof before !== 'object' || before === null) return [];
  if (typeof after !== 'object' || after === null) return [`${path} is not known`];
  return Object.entries(before).flatMap(([key, value]) =>
    key in after
      ? lostIn(value, (after as Record<string, unknown>)[key], `${path}/${key}`)
      : [`${path}/${key} is not known`],
  );
}
