import type { Application } from '../read-applications.js';
import { expression, quoted } from '../template/expression.js';
import type { Manifest } from './manifest.js';
import { applicationOf, type ChartContext, labels, releaseName, runs, selectorLabels, valuePath } from './names.js';

/** An InferencePool of the Gateway API Inference Extension (inference.networking.k8s.io/v1). */
interface InferencePool {
  apiVersion: 'inference.networking.k8s.io/v1';
  kind: 'InferencePool';
  metadata: { name: string; labels: Record<string, string> };
  spec: {
    selector: { matchLabels: Record<string, string> };
    targetPorts: { number: number }[];
    appProtocol: 'http';
    endpointPickerRef: { name: string; port: { number: number }; failureMode: 'FailOpen' | 'FailClose' };
  };
}

/** An HTTPRoute of the Gateway API (gateway.networking.k8s.io/v1), as far as it is used here. */
interface HttpRoute {
  apiVersion: 'gateway.networking.k8s.io/v1';
  kind: 'HTTPRoute';
  metadata: { name: string; labels: Record<string, string> };
  spec: {
    parentRefs: { name: string }[];
    hostnames: string[];
    rules: {
      matches: { path: { type: 'PathPrefix'; value: string } }[];
      backendRefs: { group: string; kind: string; name: string; port?: number }[];
      timeouts: { request: string };
    }[];
  };
}

/** What the Service of the embeddings answers in the pool's place. */
const EMBEDDING_PATHS = ['/v1/embeddings', '/v1/rerank', '/v2'];

/** The pods of an application as a pool of which an endpoint picker chooses, and the route to it. */
export function inferencePool(application: Application, chart: ChartContext): Manifest[] {
  const { component, port } = application;
  const condition = `and (${runs(application)}) .Values.inferencePool.enabled`;
  const metadata = { name: releaseName(component), labels: labels(chart, component) };
  const embeddings = applicationOf(chart, 'embeddings');
  const picker = '.Values.inferencePool.endpointPicker';
  const pool: InferencePool = {
    apiVersion: 'inference.networking.k8s.io/v1',
    kind: 'InferencePool',
    metadata,
    spec: {
      selector: { matchLabels: selectorLabels(chart, component) },
      targetPorts: [{ number: port }],
      appProtocol: 'http',
      endpointPickerRef: {
        name: quoted(`${picker}.name`),
        port: { number: expression(`${picker}.port`) },
        failureMode: expression(`${picker}.failureMode`),
      },
    },
  };
  const route: HttpRoute = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata,
    spec: {
      parentRefs: [{ name: quoted('.Values.inferencePool.gateway') }],
      hostnames: [quoted('.Values.ingress.host')],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/v1' } }],
          backendRefs: [{ group: 'inference.networking.k8s.io', kind: 'InferencePool', name: releaseName(component) }],
          timeouts: { request: quoted('.Values.inferencePool.timeout') },
        },
        {
          matches: EMBEDDING_PATHS.map((value) => ({ path: { type: 'PathPrefix', value } })),
          backendRefs: [
            {
              group: '',
              kind: 'Service',
              name: embeddings.service,
              port: expression<number>(valuePath(embeddings, 'servicePort')),
            },
          ],
          timeouts: { request: quoted('.Values.inferencePool.timeout') },
        },
      ],
    },
  };
  return [
    { file: `${component}/inference-pool.yaml`, condition, object: pool },
    { file: `${component}/http-route.yaml`, condition, object: route },
  ];
}
