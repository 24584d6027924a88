// The images, built and run by a real engine: `npm run test:containers`.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeBaseImage, REDIS_IMAGE } from '../../scripts/containers/base-image.mjs';
import { addComposePlugin } from '../../scripts/containers/compose-plugin.mjs';
import { PrivateEngine } from '../../scripts/containers/private-engine.mjs';

/** Beside the file that users have: the same health checks, asked so often that no test waits for the next one. */
const COMPOSE = ['compose', '--file', 'deploy/compose.yaml', '--file', 'test/containers/often-asked.yaml'];
const URL = 'http://127.0.0.1:8080';
const PAGES = 'http://127.0.0.1:8788';
const TARGETS = ['server', 'inference-engine', 'embeddings-engine', 'web'];
const KEY = 'the-key-of-this-test';

const engine = new PrivateEngine();

/** Asks from beside the containers. */
function ask(path, body, { base = URL, key } = {}) {
  const headers = { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) };
  const program = `
    const [url, headers, body] = process.argv.slice(1);
    const init = { headers: JSON.parse(headers), ...(body && { method: 'POST', body }) };
    const answer = await fetch(url, init);
    console.log(JSON.stringify({ status: answer.status, text: await answer.text() }));`;
  const output = engine.inside(
    'node',
    '--input-type=module',
    '--eval',
    program,
    base + path,
    JSON.stringify(headers),
    body ? JSON.stringify(body) : '',
  );
  const { status, text } = JSON.parse(output);
  return { status, text, json: () => JSON.parse(text) };
}

/** Resolves when a container's health check is content. */
async function healthy(id) {
  while (engine.docker('inspect', '--format', '{{.State.Health.Status}}', id) !== 'healthy') await sleep(500);
}

const CHAT = {
  model: 'default',
  messages: [{ role: 'user', content: 'What is the capital of France?' }],
  temperature: 0,
};

/** A stream that goes on for seconds, read by a process beside the containers. */
function longStream() {
  const body = { ...CHAT, stream: true, logit_bias: { 500: 100 }, max_tokens: 1000 };
  const pid = readFileSync(join(engine.folder, 'pid'), 'utf8').trim();
  const flags = [
    '--silent',
    '--no-buffer',
    '--header',
    'content-type: application/json',
    '--data',
    JSON.stringify(body),
  ];
  const curl = spawn('nsenter', ['--target', pid, '--net', 'curl', ...flags, `${URL}/v1/chat/completions`]);
  let text = '';
  const begun = new Promise((resolve) => {
    curl.stdout.on('data', (data) => {
      text += data;
      resolve();
    });
  });
  const ended = new Promise((resolve) => curl.on('close', () => resolve(text)));
  return { begun, ended };
}

function checkAnswers(options) {
  const chat = ask('/v1/chat/completions', CHAT, options);
  assert.equal(chat.status, 200, chat.text);
  assert.match(chat.json().choices[0].message.content, /Paris/);
  const embeddings = ask('/v1/embeddings', { model: 'default', input: ['a river', 'a stream'] }, options);
  assert.equal(embeddings.status, 200, embeddings.text);
  assert.equal(embeddings.json().data.length, 2);
}

describe('containers', { timeout: 3_600_000 }, () => {
  before(async () => {
    await engine.start('host');
    makeBaseImage(engine);
    addComposePlugin(engine);
    for (const target of TARGETS) {
      const flags = ['--network', 'host', '--file', 'deploy/docker/Dockerfile', '--target', target];
      engine.docker('build', ...flags, '--tag', `predict-otron-${target}:latest`, '.');
    }
    await engine.stop();
    await engine.start('namespace');
  });

  after(() => engine.remove());

  describe('one server', () => {
    before(() => engine.docker(...COMPOSE, 'up', '--detach', '--wait', '--no-build'));
    after(() => engine.docker(...COMPOSE, 'down', '--volumes'));
    const container = () => engine.docker(...COMPOSE, 'ps', '--quiet', 'predict-otron');

    it('answers', () => checkAnswers());

    it('is no root and cannot write into its image', () => {
      assert.equal(engine.docker('exec', container(), 'id', '-u'), '1000');
      assert.throws(() => engine.docker('exec', container(), 'touch', '/app/x'), /Read-only file system/);
    });

    it('keeps its caches when it is made anew', () => {
      engine.docker('exec', container(), 'touch', '/.hf-cache/kept', '/.fastembed_cache/kept');
      engine.docker(...COMPOSE, 'up', '--detach', '--wait', '--no-build', '--force-recreate');
      engine.docker('exec', container(), 'ls', '/.hf-cache/kept', '/.fastembed_cache/kept');
    });

    it('administrates nobody from outside of its container', () => {
      assert.equal(ask('/admin/plugins').status, 403);
    });

    it('finishes a running answer when it is stopped', async () => {
      const { begun, ended } = longStream();
      await begun;
      const id = container();
      engine.docker('stop', id);
      assert.match(await ended, /"finish_reason":"length"[\s\S]*data: \[DONE\]/);
      assert.equal(engine.docker('inspect', '--format', '{{.State.ExitCode}}', id), '0');
    });
  });

  describe('the server in front of its engines', () => {
    const HA = [...COMPOSE, '--profile', 'ha'];
    before(() => engine.docker(...HA, 'up', '--detach', '--wait', '--no-build', '--scale', 'inference-service=2'));
    after(() => engine.docker(...HA, 'down', '--volumes'));

    it('runs these and not the one that does all', () => {
      const services = engine
        .docker(...HA, 'ps', '--format', '{{.Service}}')
        .split('\n')
        .sort();
      assert.deepEqual(services, ['embeddings-service', 'inference-service', 'inference-service', 'server', 'web']);
    });

    it('answers', () => checkAnswers());

    it('has the models of all engines', () => {
      const ids = ask('/v1/models')
        .json()
        .data.map(({ id }) => id);
      for (const id of ['otron-tiny-llama', 'otron-embed-tiny']) assert.ok(ids.includes(id), ids.join());
    });

    it('keeps a conversation that any of its engines can go on with', () => {
      const first = ask('/v1/responses', { model: 'default', input: 'What is the capital of France?', temperature: 0 });
      assert.equal(first.status, 200, first.text);
      for (let count = 0; count < 4; count++) {
        const { status, text } = ask('/v1/responses', {
          model: 'default',
          input: 'And of Italy?',
          previous_response_id: first.json().id,
        });
        assert.equal(status, 200, text);
      }
    });

    it('has its pages by themselves, which reach the models', () => {
      const page = ask('/', undefined, { base: PAGES });
      assert.equal(page.status, 200);
      assert.match(page.text, /otron-tiny-llama/);
      const chat = ask('/v1/chat/completions', CHAT, { base: PAGES });
      assert.equal(chat.status, 200, chat.text);
    });

    it('administrates nobody from outside', () => {
      assert.equal(ask('/admin/slots').status, 403);
      assert.equal(ask('/models/pull', { model: 'hf:a/b' }).status, 403);
    });

    it('loses no answer when an engine is stopped', async () => {
      for (const id of engine.docker(...HA, 'ps', '--quiet', 'inference-service').split('\n')) {
        // one for each engine: the one that is stopped has its own
        const streams = [longStream(), longStream()];
        await Promise.all(streams.map(({ begun }) => begun));
        engine.docker('stop', id);
        assert.equal(engine.docker('inspect', '--format', '{{.State.ExitCode}}', id), '0');
        for (const { ended } of streams) assert.match(await ended, /"finish_reason":"length"[\s\S]*data: \[DONE\]/);
        engine.docker('start', id);
        await healthy(id);
      }
    });

    it('goes on with one engine when the other is killed', () => {
      const [first] = engine.docker(...HA, 'ps', '--quiet', 'inference-service').split('\n');
      engine.docker('kill', '--signal', 'KILL', first);
      for (let count = 0; count < 5; count++) assert.equal(ask('/v1/chat/completions', CHAT).status, 200);
    });
  });

  describe('with keys, and a Redis that servers share', () => {
    const SHARED = [...COMPOSE, '--profile', 'ha', '--profile', 'redis'];
    const settings = {
      OTRON_API_KEYS: KEY,
      OTRON_KEY_QUOTA: 'requestsPerMinute=1000',
      OTRON_SERVICE_TOKEN: 'the token of this test',
      OTRON_REDIS_URL: 'redis://redis:6379',
      REDIS_IMAGE,
    };
    before(() => {
      Object.assign(process.env, settings);
      engine.docker(...SHARED, 'up', '--detach', '--wait', '--no-build');
    });
    after(() => {
      engine.docker(...SHARED, 'down', '--volumes');
      for (const name of Object.keys(settings)) delete process.env[name];
    });
    const redis = (...command) => engine.docker(...SHARED, 'exec', '--no-TTY', 'redis', 'redis-cli', ...command);
    const isUp = () => /^otron_redis_up (\d)$/m.exec(ask('/metrics').text)?.[1];

    it('answers those who have a key', () => {
      assert.equal(ask('/v1/chat/completions', CHAT).status, 401);
      checkAnswers({ key: KEY });
    });

    it('administrates its engines by the secret that they share', () => {
      const slots = ask('/admin/slots', undefined, { key: KEY });
      assert.equal(slots.status, 200, slots.text);
      const load = ask('/models/otron-tiny-gemma/load', {}, { key: KEY });
      assert.equal(load.status, 200, load.text);
    });

    it('counts and keeps in Redis', () => {
      const kept = ask('/v1/responses', { model: 'default', input: 'Hello', temperature: 0 }, { key: KEY });
      assert.equal(kept.status, 200, kept.text);
      const names = redis('keys', 'otron:*');
      assert.match(names, /otron:requestsPerMinute:/);
      assert.ok(names.includes(`otron:response:${kept.json().id}`), names);
      assert.equal(isUp(), '1');
    });

    it('goes on by itself when Redis dies, and says so', () => {
      engine.docker('kill', '--signal', 'KILL', engine.docker(...SHARED, 'ps', '--quiet', 'redis'));
      for (let count = 0; count < 3; count++) checkAnswers({ key: KEY });
      assert.equal(isUp(), '0');
    });
  });
});
