import { inBuildOrder, readProjects, withDependencies } from './projects.mjs';

const project = (name: string, ...dependencies: string[]) => ({ name, root: `libs/${name}`, dependencies });
const names = (projects: { name: string }[]) => projects.map(({ name }) => name);

describe('inBuildOrder', () => {
  it('puts each project after those it depends on', () => {
    const order = inBuildOrder([project('app', 'b', 'a'), project('b', 'a'), project('c'), project('a')]);
    expect(names(order)).toEqual(['a', 'b', 'app', 'c']);
  });

  it('names a circle', () => {
    const circle = [project('a', 'b'), project('b', 'c'), project('c', 'b')];
    expect(() => inBuildOrder(circle)).toThrow('circular dependency: a -> b -> c -> b');
  });
});

describe('withDependencies', () => {
  it('adds what the named projects need, through any number of others', () => {
    const ordered = [project('a'), project('b', 'a'), project('c', 'b'), project('d', 'a')];
    expect(names(withDependencies(ordered, ['c']))).toEqual(['a', 'b', 'c']);
  });
});

describe('readProjects', () => {
  it('reads nest-cli.json and the package files: the contract comes before the server', () => {
    const order = names(readProjects());
    expect(order.indexOf('plugin-sdk')).toBeLessThan(order.indexOf('kernel'));
    expect(order.indexOf('kernel')).toBeLessThan(order.indexOf('server'));
  });
});
