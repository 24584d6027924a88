import { jest } from '@jest/globals';
import { settingsOf } from '@predict-otron/service/configuration';
import { EngineConfiguration } from './engine-configuration.js';
import { readEngineConfiguration } from './read-engine-configuration.js';

const program = { name: 'engine', description: 'Serves.', version: '1.2.3', configuration: EngineConfiguration };
const readConfiguration = (argv: string[]) => readEngineConfiguration(argv, program);

const settings = settingsOf(EngineConfiguration);
const environment = { ...process.env };

beforeEach(() => {
  for (const { env } of settings) delete process.env[env];
});

afterAll(() => {
  process.env = environment;
});

/** What the process would print and the code that it would exit with. */
function refused(argv: string[], read = readConfiguration): { code: unknown; output: string } {
  let output = '';
  const stop = new Error('exit');
  const exit = jest.spyOn(process, 'exit').mockImplementation(() => {
    throw stop;
  });
  const streams = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation((text) => {
      output += text;
      return true;
    }),
  );
  try {
    expect(() => read(argv)).toThrow(stop);
    return { code: exit.mock.calls[0]?.[0], output };
  } finally {
    for (const spy of [exit, ...streams]) spy.mockRestore();
  }
}

describe('readEngineConfiguration', () => {
  it('has a setting for every property', () => {
    expect(settings.map(({ property }) => property)).toEqual(
      expect.arrayContaining(Object.keys(new EngineConfiguration()).filter((name) => name !== 'file')),
    );
  });

  it('takes the defaults', () => {
    expect(readConfiguration([])).toEqual(new EngineConfiguration());
  });

  it.each([
    [['--port', '1234'], {}, { port: 1234 }],
    [[], { SERVER_PORT: '1234' }, { port: 1234 }],
    [['--port', '1'], { SERVER_PORT: '2' }, { port: 1 }],
    [['--host', '::1'], {}, { host: '::1' }],
    [['--models', '/a', '/b'], {}, { models: ['/a', '/b'] }],
    [[], { OTRON_MODELS: '/a,/b' }, { models: ['/a', '/b'] }],
    [['--context', '512'], {}, { context: 512 }],
    [['--queue-limit=0'], {}, { queueLimit: 0 }],
    [[], { SHUTDOWN_TIMEOUT: '5', LOG_LEVEL: 'warn' }, { shutdownTimeout: 5, logLevel: 'warn' }],
    [['--embedding-model', 'bge'], { OTRON_MODEL: 'big' }, { embeddingModel: 'bge', model: 'big' }],
  ])('reads %j with %j', (argv, env, expected) => {
    Object.assign(process.env, env);
    const configuration = readConfiguration(argv);
    expect(configuration).toBeInstanceOf(EngineConfiguration);
    expect(configuration).toEqual({ ...new EngineConfiguration(), ...expected });
  });

  it.each([
    [['--port', 'abc'], {}, 'error: --port <number> (SERVER_PORT) must be an integer number, but it is "abc"\n'],
    [['--port', '1.5'], {}, 'error: --port <number> (SERVER_PORT) must be an integer number, but it is 1.5\n'],
    [['--port', '65536'], {}, 'error: --port <number> (SERVER_PORT) must not be greater than 65535, but it is 65536\n'],
    [[], { SERVER_PORT: '-1' }, 'error: --port <number> (SERVER_PORT) must not be less than 0, but it is -1\n'],
    [[], { SERVER_HOST: '' }, 'error: --host <address> (SERVER_HOST) should not be empty, but it is ""\n'],
    [['--log-level', 'loud'], {}, /--log-level <level> \(LOG_LEVEL\) must be one of .*, but it is "loud"\n$/],
    [['--prot', '1'], {}, /^error: unknown option '--prot'\n\(Did you mean --port\?\)\n$/],
    [['--port'], {}, /^error: option '--port <number>' argument missing\n$/],
    [['file.gguf'], {}, /^error: too many arguments/],
  ])('refuses %j with %j', (argv, env, sentence) => {
    Object.assign(process.env, env);
    const { code, output } = refused(argv);
    expect(code).toBe(2);
    if (typeof sentence === 'string') expect(output).toBe(sentence);
    else expect(output).toMatch(sentence);
  });

  it('lists every setting with its variable and default in the help', () => {
    const { code, output } = refused(['--help']);
    const text = output.replace(/\s+/g, ' ');
    expect(code).toBe(0);
    for (const { flag, env, about } of settings) {
      expect(text).toContain(flag);
      expect(text).toContain(about);
      expect(text).toContain(`env: ${env}`);
    }
    expect(text).toContain('(default: 8080, env: SERVER_PORT)');
  });

  it('does not know what a program is without', () => {
    process.env.OTRON_MODEL = 'big';
    const read = (argv: string[]) => readEngineConfiguration(argv, { ...program, without: ['model'] });
    expect(read([]).model).toBeUndefined();
    expect(refused(['--model', 'big'], read).output).toMatch(/^error: unknown option '--model'/);
    expect(refused(['--help'], read).output).not.toContain('OTRON_MODEL ');
  });

  it('prints the version', () => {
    expect(refused(['--version'])).toEqual({ code: 0, output: '1.2.3\n' });
  });
});
