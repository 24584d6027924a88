import { HealthChecks } from './health-checks.js';

describe('HealthChecks', () => {
  it('waits for nothing when nobody has an obstacle', () => {
    const checks = new HealthChecks();
    checks.readyWhen('models', () => undefined);
    expect(checks.waitingFor()).toEqual({});
  });

  it('names each obstacle for as long as it is there', () => {
    const checks = new HealthChecks();
    let loading: string | undefined = 'loading a';
    checks.readyWhen('models', () => loading);
    checks.readyWhen('disk', () => undefined);
    expect(checks.waitingFor()).toEqual({ models: 'loading a' });
    loading = undefined;
    expect(checks.waitingFor()).toEqual({});
  });

  it('shows the other details when one fails or hangs', async () => {
    const checks = new HealthChecks();
    checks.show('plugins', async () => ({ a: { status: 'up' } }));
    checks.show('broken', () => Promise.reject(new Error('no')));
    checks.show('throws', () => {
      throw new Error('never');
    });
    checks.show('hangs', () => new Promise(() => {}));
    expect(await checks.details()).toEqual({
      plugins: { a: { status: 'up' } },
      broken: 'no',
      throws: 'never',
      hangs: 'no answer in time',
    });
  });
});
