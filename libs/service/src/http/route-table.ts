import type { FastifyInstance } from 'fastify';
import FindMyWay, { type HTTPMethod } from 'find-my-way';

/** Knows which methods a path answers: Fastify's own router does not tell. */
export class RouteTable {
  private readonly router = FindMyWay();
  private readonly known = new Set<HTTPMethod>();

  /** Made before the first route of the instance. */
  constructor(instance: FastifyInstance) {
    instance.addHook('onRoute', (route) => {
      for (const method of [route.method].flat() as HTTPMethod[]) {
        this.known.add(method);
        if (!this.router.hasRoute(method, route.url)) this.router.on(method, route.url, () => undefined);
      }
    });
  }

  /** In alphabetical order; none when nothing is at the path. */
  methods(path: string): string[] {
    return [...this.known].filter((method) => this.router.find(method, path)).sort();
  }
}
