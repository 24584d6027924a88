import type { Application } from '../read-applications.js';
import { choice, count, flag, list, object, text, Value, type Values } from './value.js';

/** The part of `values.yaml` that is about one application. */
export function applicationValues(application: Application): Values {
  const { description, image, replicas, resources, volumes = [], gpu = false, port } = application;
  return {
    enabled: flag(
      true,
      `${description}${application.modes.includes('Standalone') ? '' : ' Only in the mode HighAvailability.'}`,
    ),
    image: {
      repository: text(image, 'Name of the image.', { minLength: 1 }),
      tag: text('', 'Tag; empty: that of all images.'),
    },
    replicas: count(replicas, 'Number of pods; not used while autoscaling is on.'),
    servicePort: new Value(port, 'Port of the Service.', { type: 'integer', minimum: 1, maximum: 65535 }),
    sessionAffinity: choice('None', 'ClientIP keeps a caller at one pod, which reuses what it has read before.', [
      'None',
      'ClientIP',
    ]),
    resources: object(resources, 'As in a container. Memory holds the models and their contexts.'),
    ...(gpu && { gpu: gpuValues() }),
    ...(volumes.length > 0 && { volumes: Object.fromEntries(volumes.map((it) => [it.name, volumeValues(it.size)])) }),
    extraEnv: list([], 'More environment variables, as in a container.', { type: 'object' }),
    updateStrategy: choice(
      'RollingUpdate',
      'Recreate where old and new pods on two nodes would wait for one ReadWriteOnce volume.',
      ['RollingUpdate', 'Recreate'],
    ),
    nodeSelector: object({}, 'Labels of the nodes to run on.'),
    tolerations: list([], 'As in a pod.', { type: 'object' }),
    affinity: object({}, 'As in a pod.'),
    podAnnotations: object({}, 'Annotations of its pods.'),
    drain: {
      preStopSeconds: count(15, 'Time for routers to notice that a pod goes; it still answers meanwhile.'),
      timeoutSeconds: count(45, 'Time for running answers to finish after that.'),
    },
    startupSeconds: count(application.probes.startupSeconds, 'Time that the process has to start.', { minimum: 1 }),
    autoscaling: {
      enabled: flag(false, 'Let a HorizontalPodAutoscaler choose the number of pods.'),
      minReplicas: count(1, 'At least.', { minimum: 1 }),
      maxReplicas: count(4, 'At most.', { minimum: 1 }),
      metric: choice(
        'cpu',
        'queue: waiting requests a pod (needs an adapter that offers the metric); cpu: says little about inference.',
        ['queue', 'cpu'],
      ),
      queueMetric: text('vllm:num_requests_waiting', 'Name of the metric, as the adapter has it.'),
      target: count(70, 'queue: waiting requests a pod; cpu: percent of what is requested.', { minimum: 1 }),
    },
    disruptionBudget: {
      enabled: flag(false, 'Keep pods while nodes are drained; makes sense with two pods or more.'),
      minAvailable: count(1, 'Pods that stay.'),
    },
  };
}

function gpuValues(): Values {
  return {
    enabled: flag(false, 'Take the image with CUDA and ask for a GPU.'),
    resource: text('nvidia.com/gpu', 'Name of the resource.'),
    count: count(1, 'GPUs for each pod.', { minimum: 1 }),
    nodeSelector: object({ 'nvidia.com/gpu.present': 'true' }, 'Labels of the nodes that have one.'),
  };
}

function volumeValues(size: string): Values {
  return {
    enabled: flag(true, 'Keep it in a PersistentVolumeClaim; otherwise it goes with the pod.'),
    existingClaim: text('', 'Name of a claim of yours; empty: the chart makes one, which outlives the release.'),
    size: text(size, 'Size of a new claim.'),
    storageClass: text('', "Name of the StorageClass; empty: the cluster's default."),
    accessMode: choice('ReadWriteOnce', 'ReadWriteMany where pods on several nodes share it.', [
      'ReadWriteOnce',
      'ReadWriteMany',
      'ReadWriteOncePod',
    ]),
  };
}
