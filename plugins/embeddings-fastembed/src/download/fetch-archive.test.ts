import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Answer, ArchiveServer, chunked, cut, status, whole } from '../testing/archive-server.js';
import { temporaryFolder } from '../testing/model-files.js';
import { type FetchedArchive, fetchArchive, PassingFailure, redirectTarget } from './fetch-archive.js';

const BODY = Buffer.alloc(300_000, 'model');

describe('fetchArchive', () => {
  const folder = temporaryFolder();
  const server = new ArchiveServer();
  let base: URL;
  beforeAll(async () => {
    base = await server.start();
  });
  afterAll(() => server.stop());

  const fetchWith = async (...answers: Answer[]) => {
    server.answerWith(...answers);
    const transfer = fetchArchive(new URL('x.tar.gz', base), join(folder.path, 'x'), new AbortController().signal);
    const fractions: number[] = [];
    for (;;) {
      const step: IteratorResult<number, FetchedArchive> = await transfer.next();
      if (step.done) return { fractions, ...step.value };
      fractions.push(step.value);
    }
  };

  it('writes what it gets, and counts and hashes it', async () => {
    const { fractions, bytes, sha256 } = await fetchWith(whole(BODY));
    expect(await readFile(join(folder.path, 'x'))).toEqual(BODY);
    expect(bytes).toBe(BODY.length);
    expect(sha256).toBe(createHash('sha256').update(BODY).digest('hex'));
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    expect(server.requests).toEqual(['/models/x.tar.gz']);
  });

  it('takes a body of unknown length', async () => {
    expect((await fetchWith(chunked(BODY))).bytes).toBe(BODY.length);
  });

  it('follows redirects', async () => {
    expect((await fetchWith(status(302, { location: '/other' }), whole(BODY))).bytes).toBe(BODY.length);
    expect(server.requests).toEqual(['/models/x.tar.gz', '/other']);
    await expect(fetchWith(status(301, { location: '/again' }))).rejects.toMatchObject({ code: 'UPSTREAM' });
    expect(server.requests).toHaveLength(6);
  });

  it.each([
    ['a broken connection', cut(BODY, 100_000)],
    ['no connection', (_: unknown, response: { destroy(): void }) => response.destroy()],
    ['an overloaded server', status(503)],
    ['too many requests', status(429)],
  ])('tells %s as passing', async (_, answer) => {
    await expect(fetchWith(answer as Answer)).rejects.toThrow(PassingFailure);
  });

  it.each([[404], [403], [401], [410]])('tells %d as final', async (code) => {
    await expect(fetchWith(status(code))).rejects.toMatchObject({ code: 'UPSTREAM', details: { status: code } });
  });
});

describe('redirectTarget', () => {
  it.each([
    ['https://a/x', 'https://b/y', 'https://b/y'],
    ['https://a/x/z', 'y', 'https://a/x/y'],
    ['http://a/x', 'http://b/y', 'http://b/y'],
    ['http://a/x', 'https://b/y', 'https://b/y'],
  ])('from %s to %s goes to %s', (from, location, expected) => {
    expect(redirectTarget(new URL(from), location).href).toBe(expected);
  });

  it.each([
    ['https://a/x', 'http://a/x'],
    ['https://a/x', 'file:///etc/passwd'],
    ['http://a/x', 'ftp://a/x'],
    ['http://a/x', 'http://'],
    ['http://a/x', null],
  ])('from %s to %s is refused', (from, location) => {
    expect(() => redirectTarget(new URL(from), location)).toThrow(expect.objectContaining({ code: 'UPSTREAM' }));
  });
});
