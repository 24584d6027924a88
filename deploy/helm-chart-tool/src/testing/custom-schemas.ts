/**
 * What custom resources may hold, by `apiVersion/kind`: the part of their definitions that the chart uses, closed, so that a
 * field that is misspelled is a fault. Written after the definitions' public documentation.
 */
export const CUSTOM_SCHEMAS: Record<string, object> = {
  'inference.networking.k8s.io/v1/InferencePool': resource(
    {
      selector: closed({ matchLabels: labels() }, ['matchLabels']),
      targetPorts: {
        type: 'array',
        minItems: 1,
        maxItems: 8,
        uniqueItems: true,
        items: closed({ number: port() }, ['number']),
      },
      appProtocol: { enum: ['http', 'kubernetes.io/h2c'] },
      endpointPickerRef: closed(
        {
          group: { type: 'string' },
          kind: { type: 'string' },
          name: { type: 'string', minLength: 1 },
          port: closed({ number: port() }, ['number']),
          failureMode: { enum: ['FailOpen', 'FailClose'] },
        },
        ['name', 'port'],
      ),
    },
    ['selector', 'targetPorts', 'endpointPickerRef'],
  ),
  'monitoring.coreos.com/v1/ServiceMonitor': resource(
    {
      selector: closed({ matchLabels: labels() }, ['matchLabels']),
      endpoints: {
        type: 'array',
        minItems: 1,
        items: closed(
          {
            port: { type: 'string' },
            path: { type: 'string', pattern: '^/' },
            interval: { type: 'string', pattern: '^([0-9]+(ms|s|m|h))+$' },
          },
          ['port'],
        ),
      },
    },
    ['selector', 'endpoints'],
  ),
  'gateway.networking.k8s.io/v1/HTTPRoute': resource(
    {
      parentRefs: { type: 'array', minItems: 1, items: closed({ name: { type: 'string', minLength: 1 } }, ['name']) },
      hostnames: { type: 'array', items: { type: 'string', pattern: '^[a-z0-9.-]+$' } },
      rules: {
        type: 'array',
        minItems: 1,
        items: closed(
          {
            matches: {
              type: 'array',
              items: closed(
                { path: closed({ type: { enum: ['Exact', 'PathPrefix'] }, value: { type: 'string' } }, ['value']) },
                [],
              ),
            },
            backendRefs: {
              type: 'array',
              items: closed(
                { group: { type: 'string' }, kind: { type: 'string' }, name: { type: 'string' }, port: port() },
                ['name'],
              ),
            },
            timeouts: closed({ request: { type: 'string', pattern: '^([0-9]{1,5}(h|m|s|ms)){1,4}$' } }, []),
          },
          ['backendRefs'],
        ),
      },
    },
    ['parentRefs', 'rules'],
  ),
};

function closed(properties: object, required: string[]): object {
  return { type: 'object', additionalProperties: false, properties, required };
}

function labels(): object {
  return { type: 'object', minProperties: 1, additionalProperties: { type: 'string', maxLength: 63 } };
}

function port(): object {
  return { type: 'integer', minimum: 1, maximum: 65535 };
}

function resource(spec: object, required: string[]): object {
  const metadata = closed({ name: { type: 'string', pattern: '^[a-z0-9.-]{1,253}$' }, labels: labels() }, ['name']);
  return closed({ apiVersion: {}, kind: {}, metadata, spec: closed(spec, required) }, ['spec', 'metadata']);
}
