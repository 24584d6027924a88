// The images, built and run by a real engine: `npm run test:containers`.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { makeBaseImage } from '../../scripts/containers/base-image.mjs';
import { addComposePlugin } from '../../scripts/containers/compose-plugin.mjs';
import { PrivateEngine } from '../../scripts/containers/private-engine.mjs';

const COMPOSE = ['compose', '--file', 'deploy/compose.yaml'];
const URL = 'http://127.0.0.1:8080';
const TARGETS = ['server', 'inference-engine', 'embeddings-engine'];

const engine = new PrivateEngine();

/** Asks from beside the containers. */
function ask(path, body) {
  const program = `
    const [url, body] = process.argv.slice(1);
    const init = body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body } : {};
    const answer = await fetch(url, init);
    console.log(JSON.stringify({ status: answer.status, text: await answer.text() }));`;
  const output = engine.inside(
    'node',
    '--input-type=module',
    '--eval',
    program,
    URL + path,
    body ? JSON.stringify(body) : '',
  );
  const { status, text } = JSON.parse(output);
  return { status, text, json: () => JSON.parse(text) };
}

const CHAT = {
  model: 'default',
  messages: [{ role: 'user', content: 'What is the capital of France?' }],
  temperature: 0,
};

/** A stream that goes on for seconds, read by a process beside the containers. */
function longStream() {
  const body = { ...CHAT, stream: true, logit_bias: { 500: 100 }, max_tokens: 1500 };
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

function checkAnswers() {
  const chat = ask('/v1/chat/completions', CHAT);
  assert.equal(chat.status, 200, chat.text);
  assert.match(chat.json().choices[0].message.content, /Paris/);
  const embeddings = ask('/v1/embeddings', { model: 'default', input: ['a river', 'a stream'] });
  assert.equal(embeddings.status, 200, embeddings.text);
  assert.equal(embeddings.json().data.length, 2);
}

describe('containers', { timeout: 1_200_000 }, () => {
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
      assert.deepEqual(services, ['embeddings-service', 'inference-service', 'inference-service', 'server']);
    });

    it('answers', () => checkAnswers());

    it('has the models of all engines', () => {
      const ids = ask('/v1/models')
        .json()
        .data.map(({ id }) => id);
      for (const id of ['otron-tiny-llama', 'otron-embed-tiny']) assert.ok(ids.includes(id), ids.join());
    });

    it('goes on with one engine when the other is killed', () => {
      const [first] = engine.docker(...HA, 'ps', '--quiet', 'inference-service').split('\n');
      engine.docker('kill', '--signal', 'KILL', first);
      for (let count = 0; count < 5; count++) assert.equal(ask('/v1/chat/completions', CHAT).status, 200);
    });
  });
});
