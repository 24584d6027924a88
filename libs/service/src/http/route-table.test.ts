import { fastify } from 'fastify';
import { RouteTable } from './route-table.js';

describe('RouteTable', () => {
  const instance = fastify();
  const table = new RouteTable(instance);
  instance.get('/v1/models', () => '');
  instance.get('/v1/models/*', () => '');
  instance.post('/v1/chat/completions', () => '');
  instance.route({ method: ['POST', 'DELETE'], url: '/things/:id', handler: () => '' });

  it.each([
    ['/v1/models', ['GET', 'HEAD']],
    ['/v1/models/owner/repo:tag', ['GET', 'HEAD']],
    ['/v1/chat/completions', ['POST']],
    ['/things/7', ['DELETE', 'POST']],
    ['/things', []],
    ['/v1', []],
    ['/%zz', []],
  ])('knows the methods of %s', (path, methods) => {
    expect(table.methods(path)).toEqual(methods);
  });
});
