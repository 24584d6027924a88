import { kubeMetadata } from './kube-metadata.js';

const VALID = {
  component: 'web',
  description: 'The page.',
  service: 'web',
  image: 'web',
  port: 8788,
  modes: ['HighAvailability'],
  replicas: 1,
  resources: { requests: { cpu: '100m' }, limits: { memory: '256Mi' } },
  probes: { live: '/health', ready: '/health', startupSeconds: 10 },
};

describe('kubeMetadata', () => {
  it('takes what is complete', () => {
    expect(kubeMetadata(VALID, 'package.json')).toBe(VALID);
  });

  it.each([
    [{ port: 0 }, 'kube/port must be >= 1'],
    [{ service: 'Web' }, 'kube/service must match pattern'],
    [{ replica: 1 }, 'kube must NOT have additional properties'],
    [{ ingress: [{ path: '/' }] }, 'kube/ingress/0'],
    [{ modes: [] }, 'kube/modes must NOT have fewer than 1 items'],
    [{ resources: { requests: { cpu: 'much' }, limits: {} } }, 'kube/resources/requests/cpu must match pattern'],
  ])('refuses %j', (change, message) => {
    expect(() => kubeMetadata({ ...VALID, ...change }, 'apps/web/package.json')).toThrow(
      `apps/web/package.json: ${message}`,
    );
  });
});
