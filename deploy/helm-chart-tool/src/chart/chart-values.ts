import type { Application } from '../read-applications.js';
import { applicationValues } from './application-values.js';
import { choice, flag, list, object, text, Value, type Values } from './value.js';

/** All values of the chart. */
export function chartValues(applications: Application[], { host, registry, tag }: ValueDefaults): Values {
  return {
    serverMode: choice(
      'HighAvailability',
      'Standalone: the server does all by itself. HighAvailability: it forwards to engines that scale apart from it.',
      ['Standalone', 'HighAvailability'],
    ),
    image: {
      registry: text(registry, 'Registry and path before every image name, without a slash at the end.'),
      tag: text(tag, "Tag of every image; empty: the chart's appVersion."),
      pullPolicy: choice('IfNotPresent', 'When the node asks the registry.', ['Always', 'IfNotPresent', 'Never']),
      pullSecrets: list([], 'Secrets for the registry: `- name: my-secret`.', { type: 'object' }),
    },
    secret: {
      existing: text(
        '',
        'Name of a Secret of yours with the keys hubToken, apiKeys, serviceToken and redisUrl; empty: the chart makes one.',
      ),
      hubToken: text('', 'Token of the Hugging Face Hub, for gated and private models.'),
      apiKeys: text('', 'API keys that clients have to send, separated by commas; empty: no key is needed.'),
      serviceToken: text('', 'Secret by which engines let the server administrate them; empty: it may not.'),
      redisUrl: text(
        '',
        'Redis or Valkey in which several servers count quotas and keep responses together: `redis://redis:6379`.',
      ),
    },
    allowedHosts: list([], 'Names by which clients may call, beside those of the Services and of the Ingress.', {
      type: 'string',
    }),
    serviceAccount: {
      create: flag(true, 'Make an account of its own for the pods. It gets no rights and no token.'),
      name: text('', 'Name of the account; empty: the name of the release.'),
    },
    ingress: {
      enabled: flag(true, 'Make the API and the page reachable from outside of the cluster.'),
      className: text('', "Name of the IngressClass; empty: the cluster's default."),
      host: text(host, 'Host name of the API and the page.', { minLength: 1 }),
      annotations: object(
        {
          'nginx.ingress.kubernetes.io/proxy-buffering': 'off',
          'nginx.ingress.kubernetes.io/proxy-read-timeout': '3600',
          'nginx.ingress.kubernetes.io/proxy-body-size': '16m',
        },
        'For the controller: streams must not be buffered, and an answer may take long.',
      ),
      tls: list([], 'As in an Ingress: `- secretName: my-certificate`, with `hosts`.', { type: 'object' }),
    },
    networkPolicy: {
      enabled: flag(true, 'Let only pods of this release, and those below, call the engines.'),
      metricsFrom: list([], 'Peers that may scrape metrics, as in `ingress.from` of a NetworkPolicy.', {
        type: 'object',
      }),
      gatewayFrom: list(
        [],
        'Peers that may call the engines: with `inferencePool` the gateway and its endpoint picker.',
        {
          type: 'object',
        },
      ),
    },
    serviceMonitor: {
      enabled: flag(false, 'Make ServiceMonitors for the Prometheus operator, whose CRDs must be there.'),
      interval: text('15s', 'Time between two scrapes.'),
    },
    inferencePool: {
      enabled: flag(
        false,
        'Leave the choice of an engine to the Gateway API Inference Extension: an InferencePool of the engines,\nand an HTTPRoute to it. Its CRDs, a gateway and an endpoint picker must be there.',
      ),
      endpointPicker: {
        name: text('engine-epp', "Name of the endpoint picker's Service."),
        port: new Value(9002, 'Its gRPC port.', { type: 'integer', minimum: 1, maximum: 65535 }),
        failureMode: choice('FailOpen', 'What happens without it.', ['FailOpen', 'FailClose']),
      },
      gateway: text('inference-gateway', 'Name of the Gateway that the route belongs to.'),
      timeout: text('600s', 'How long a request may take.'),
    },
    ...Object.fromEntries(applications.map((application) => [application.component, applicationValues(application)])),
  };
}

/** What the caller of the tool may say. */
export interface ValueDefaults {
  host: string;
  registry: string;
  tag: string;
}
