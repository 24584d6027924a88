import { Ajv } from 'ajv';

/** The field `kube` of an application's package.json: all that its manifests need to know of it. */
export interface KubeMetadata {
  /** Key of its part of `values.yaml`, and its `app.kubernetes.io/component`: `inference`. */
  component: string;
  /** One sentence for `values.yaml`. */
  description: string;
  /** Name of its ClusterIP Service: `inference-service`. */
  service: string;
  /** Name of its image, without registry and tag. */
  image: string;
  /** Port on which it listens in its container. */
  port: number;
  /** Server modes in which it runs; `Standalone` is the server alone. */
  modes: ('Standalone' | 'HighAvailability')[];
  /** Of plain environment variables; `SERVER_CONFIG` comes from the ConfigMap where `serverConfig` is set. */
  env?: Record<string, string>;
  serverConfig?: boolean;
  /** Environment variables from the Secret, by its keys. */
  secrets?: Partial<Record<SecretKey, string>>;
  /** The application that it calls, by its component, and the environment variable that takes its address. */
  upstream?: { env: string; component: string };
  /** Environment variable that takes the names by which it may be called. */
  allowedHosts?: string;
  replicas: number;
  resources: { requests: Record<string, string>; limits: Record<string, string> };
  /** Paths that the Ingress sends to it; one with `unless` only where the application with that component does not run. */
  ingress?: (string | { path: string; unless: string })[];
  probes: { live: string; ready: string; startupSeconds: number };
  /** Folders that outlive a pod. */
  volumes?: { name: string; mountPath: string; size: string }[];
  /** It can use a GPU: there is an image whose tag ends in `-cuda`. */
  gpu?: boolean;
  /** It has `/metrics`. */
  metrics?: boolean;
  /** Its pods can be members of an InferencePool. */
  inferencePool?: boolean;
}

const SECRET_KEYS = ['hubToken', 'apiKeys', 'serviceToken', 'redisUrl'] as const;

/** A key of the Secret. */
type SecretKey = (typeof SECRET_KEYS)[number];

const text = { type: 'string', minLength: 1 };
const path = { type: 'string', pattern: '^/' };
const component = { type: 'string', pattern: '^[a-z][a-zA-Z0-9]*$' };
const dnsLabel = { type: 'string', pattern: '^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$' };
const quantities = { type: 'object', additionalProperties: { type: 'string', pattern: '^[0-9.]+(m|[KMGT]i?)?$' } };

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['component', 'description', 'service', 'image', 'port', 'modes', 'replicas', 'resources', 'probes'],
  properties: {
    component,
    description: text,
    service: dnsLabel,
    image: { type: 'string', pattern: '^[a-z0-9][a-z0-9._/-]*$' },
    port: { type: 'integer', minimum: 1, maximum: 65535 },
    modes: { type: 'array', minItems: 1, uniqueItems: true, items: { enum: ['Standalone', 'HighAvailability'] } },
    env: { type: 'object', additionalProperties: { type: 'string' } },
    serverConfig: { type: 'boolean' },
    secrets: {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(SECRET_KEYS.map((key) => [key, text])),
    },
    upstream: {
      type: 'object',
      additionalProperties: false,
      required: ['env', 'component'],
      properties: { env: text, component },
    },
    allowedHosts: text,
    replicas: { type: 'integer', minimum: 0 },
    resources: {
      type: 'object',
      additionalProperties: false,
      required: ['requests', 'limits'],
      properties: { requests: quantities, limits: quantities },
    },
    ingress: {
      type: 'array',
      items: {
        oneOf: [
          path,
          {
            type: 'object',
            additionalProperties: false,
            required: ['path', 'unless'],
            properties: { path, unless: component },
          },
        ],
      },
    },
    probes: {
      type: 'object',
      additionalProperties: false,
      required: ['live', 'ready', 'startupSeconds'],
      properties: { live: text, ready: text, startupSeconds: { type: 'integer', minimum: 1 } },
    },
    volumes: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'mountPath', 'size'],
        properties: { name: dnsLabel, mountPath: path, size: text },
      },
    },
    gpu: { type: 'boolean' },
    metrics: { type: 'boolean' },
    inferencePool: { type: 'boolean' },
  },
};

const validate = new Ajv({ allErrors: true }).compile<KubeMetadata>(SCHEMA);

/** Checks the field. Throws with every fault and its place. */
export function kubeMetadata(field: unknown, file: string): KubeMetadata {
  if (validate(field)) return field;
  const faults = (validate.errors ?? []).map(({ instancePath, message }) => `kube${instancePath} ${message}`);
  throw new Error(`${file}: ${faults.join('; ')}`);
}
