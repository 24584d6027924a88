import { Logger } from '@nestjs/common';
import { type GenerationEvent, type GenerationRequest, type LoadedModel, PluginError } from '@predict-otron/plugin-sdk';
import { firstValueFrom, type Observable, of, throwError } from 'rxjs';
import { echoModel } from './echo-model.fixture.js';
import { guardedModel } from './guarded-model.js';

const request = { prompt: { text: 'a b' } } as GenerationRequest;
const warning: GenerationEvent = { type: 'warning', code: 'c', message: 'm' };

let crashes: number;

function guard(changes: Partial<LoadedModel>): LoadedModel {
  return guardedModel({ ...echoModel(), ...changes }, 'A call of m', () => crashes++);
}

beforeEach(() => {
  crashes = 0;
});
beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(['log']));

describe('guardedModel', () => {
  it('is the model to those who use it', async () => {
    const model = guard({ parallel: 3 });
    expect([model.parallel, 'parallel' in model, 'then' in model]).toEqual([3, true, false]);
    expect(await model.detokenize([97])).toBe('a');
    expect(await firstValueFrom(model.generate(request))).toMatchObject({ type: 'prompt', tokens: 3 });
  });

  it('keeps the methods of a class on their object', async () => {
    class Model {
      private readonly token = 7;
      async tokenize() {
        return [this.token];
      }
    }
    const model = guardedModel(new Model() as unknown as LoadedModel, 'A call of m', () => {});
    expect(await model.tokenize('')).toEqual([7]);
  });

  it('takes a stream of another rxjs', async () => {
    const generate = () => ({ '@@observable': () => of(warning) }) as unknown as Observable<GenerationEvent>;
    expect(await firstValueFrom(guard({ generate }).generate(request))).toEqual(warning);
  });

  it('lets a PluginError through and makes anything else a general one with its cause', async () => {
    const refusal = new PluginError('UNSUPPORTED', 'No template.');
    await expect(guard({ render: () => Promise.reject(refusal) }).render([])).rejects.toBe(refusal);
    const defect = new TypeError('x of undefined');
    for (const render of [
      () => Promise.reject(defect),
      () => {
        throw defect;
      },
    ])
      await expect(guard({ render }).render([])).rejects.toMatchObject({
        code: 'INTERNAL',
        message: expect.not.stringContaining('undefined'),
        cause: defect,
      });
  });

  it.each<[string, () => Observable<GenerationEvent>]>([
    ['fails', () => throwError(() => new TypeError('defect'))],
    [
      'is thrown instead of',
      () => {
        throw new TypeError('defect');
      },
    ],
    ['is none', () => undefined as unknown as Observable<GenerationEvent>],
  ])('makes a general error of a stream that %s', async (_, generate) => {
    await expect(firstValueFrom(guard({ generate }).generate(request))).rejects.toMatchObject({
      code: 'INTERNAL',
      cause: expect.any(TypeError),
    });
    expect(crashes).toBe(0);
  });

  it('tells of a crash, from a call and from a stream', async () => {
    const crash = () => new PluginError('ENGINE_CRASHED', 'The engine has died.');
    const model = guard({ memory: () => Promise.reject(crash()), generate: () => throwError(crash) });
    await expect(model.memory()).rejects.toThrow('died');
    await expect(firstValueFrom(model.generate(request))).rejects.toThrow('died');
    expect(crashes).toBe(2);
  });
});
