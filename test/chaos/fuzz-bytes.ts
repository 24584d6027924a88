import fc from 'fast-check';

/** Bytes for one connection, after which the client closes its half. */
export interface FuzzBytes {
  name: string;
  bytes: string;
  /** Status lines that have to come, in order: each one's first digit, or its status. Absent: any but a 5xx. */
  answers?: (number | string)[];
}

const HOST = 'Host: 127.0.0.1';
const lines = (...all: string[]) => `${all.join('\r\n')}\r\n\r\n`;
/** The request that nobody may answer: it stands in the body of another one. */
const HIDDEN = lines('GET /health?hidden HTTP/1.1', HOST);
const GET = lines('GET /health HTTP/1.1', HOST);
const post = (...headers: string[]) =>
  lines('POST /tokenize HTTP/1.1', HOST, 'Content-Type: application/json', ...headers);
const BODY = '{"model":"default","content":"a"}';
const HEX = BODY.length.toString(16);
const CHUNKED = `${HEX}\r\n${BODY}\r\n0\r\n\r\n`;
const withLength = `Content-Length: ${BODY.length}`;

/** Messages of which two readers may see different ends: none may be answered but with a refusal, and nothing behind it. */
const AMBIGUOUS: Record<string, string> = {
  'CL and TE': post('Content-Length: 5', 'Transfer-Encoding: chunked') + CHUNKED + HIDDEN,
  'TE and CL': post('Transfer-Encoding: chunked', 'Content-Length: 5') + CHUNKED + HIDDEN,
  'two CL': post(withLength, 'Content-Length: 3') + BODY + HIDDEN,
  'a list of CL': post(`${withLength}, 3`) + BODY + HIDDEN,
  'a CL with a sign': post(`Content-Length: +${BODY.length}`) + BODY + HIDDEN,
  'a negative CL': post('Content-Length: -1') + BODY + HIDDEN,
  'a hexadecimal CL': post(`Content-Length: 0x${HEX}`) + BODY + HIDDEN,
  'a CL without end': post(`Content-Length: ${'9'.repeat(40)}`) + BODY + HIDDEN,
  'another TE': post('Transfer-Encoding: chunked, identity') + CHUNKED + HIDDEN,
  'a TE of no kind': post('Transfer-Encoding: xchunked', withLength) + BODY + HIDDEN,
  'a TE with a vertical tab': post('Transfer-Encoding: \x0bchunked', withLength) + BODY + HIDDEN,
  'a space before the colon': post('Transfer-Encoding : chunked', withLength) + BODY + HIDDEN,
  'obs-fold': post('X-Fold: a', ' b', withLength) + BODY + HIDDEN,
  'a folded TE': post('Transfer-Encoding:', ' chunked', withLength) + BODY + HIDDEN,
  'a bare CR in a header': post('X-Bare: a\rb', withLength) + BODY + HIDDEN,
  'a NUL in a header': post('X-Nul: a\0b', withLength) + BODY + HIDDEN,
  'a header without a name': post(': x', withLength) + BODY + HIDDEN,
  'a negative chunk': `${post('Transfer-Encoding: chunked')}-1\r\n${BODY}\r\n0\r\n\r\n${HIDDEN}`,
  'a chunk without end': `${post('Transfer-Encoding: chunked')}${'f'.repeat(20)}\r\n${BODY}\r\n0\r\n\r\n${HIDDEN}`,
  'a chunk that is longer than it says': `${post('Transfer-Encoding: chunked')}3\r\n${BODY}\r\n0\r\n\r\n${HIDDEN}`,
  'no version': `GET /health\r\n\r\n${HIDDEN}`,
  'another version': `GET /health HTTP/1.9\r\n${HOST}\r\n\r\n${HIDDEN}`,
  'no host': lines('GET /health HTTP/1.1') + HIDDEN,
  'the preface of HTTP/2': `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${HIDDEN}`,
  TLS: '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
};

/** Messages with one meaning. Of what is large, the server may say that it is. */
const PLAIN: Record<string, [string, ...(number | string)[]]> = {
  'bare LF': [GET.replaceAll('\r\n', '\n'), '2|4'],
  'requests behind one another': [GET.repeat(20), ...Array(20).fill(200)],
  'bodies behind one another': [(post(withLength) + BODY).repeat(5), ...Array(5).fill(200)],
  chunks: [post('Transfer-Encoding: chunked') + CHUNKED, 200],
  'chunks of a byte': [
    `${post('Transfer-Encoding: chunked')}${[...BODY].map((it) => `1\r\n${it}\r\n`).join('')}0\r\n\r\n`,
    200,
  ],
  trailers: [`${post('Transfer-Encoding: chunked')}${CHUNKED.slice(0, -2)}X-Trailer: a\r\n\r\n`, 200],
  'a chunk with a huge extension': [
    `${post('Transfer-Encoding: chunked')}${HEX};x=${'a'.repeat(20_000)}\r\n${BODY}\r\n0\r\n\r\n`,
    '4',
  ],
  'huge headers': [lines('GET /health HTTP/1.1', HOST, `X-Big: ${'a'.repeat(100_000)}`), 431],
  'very many headers': [lines('GET /health HTTP/1.1', HOST, ...Array(3000).fill('X: y')), '2|4'],
  'a huge path': [lines(`GET /${'a'.repeat(50_000)} HTTP/1.1`, HOST), '4'],
  'an absolute path': [lines('GET http://127.0.0.1/health HTTP/1.1', HOST), '2|4'],
  'a method of no kind': [lines('BREW /health HTTP/1.1', HOST), 400],
  CONNECT: [lines('CONNECT example.org:443 HTTP/1.1', HOST), '4|'],
  'an upgrade to h2c': [
    lines(
      'GET /health HTTP/1.1',
      HOST,
      'Connection: Upgrade, HTTP2-Settings',
      'Upgrade: h2c',
      'HTTP2-Settings: AAMAAABk',
    ),
    '2|4',
  ],
  Expect: [post(withLength, 'Expect: 100-continue') + BODY, 100, 200],
  'an Expect of no kind': [post(withLength, 'Expect: x') + BODY, '2|4'],
  'HTTP/1.0': [`GET /health HTTP/1.0\r\n\r\n`, '2|4'],
};

const ALL: FuzzBytes[] = [
  ...Object.entries(AMBIGUOUS).map(([name, bytes]) => ({ name, bytes, answers: ['4|'] })),
  ...Object.entries(PLAIN).map(([name, [bytes, ...answers]]) => ({ name, bytes, answers })),
];

/** How many there are with one name each. */
export const NAMED_BYTES: readonly FuzzBytes[] = ALL;

const noise = fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('latin1'));

/** One of those with a few bytes changed, put in or left out, or what is nothing at all. */
export const fuzzBytes: fc.Arbitrary<FuzzBytes> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...ALL) },
  { weight: 1, arbitrary: noise.map((bytes) => ({ name: 'noise', bytes })) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...ALL),
        fc.array(
          fc.tuple(
            fc.nat(600),
            fc.nat(3),
            noise.map((it) => it.slice(0, 4)),
          ),
          { minLength: 1, maxLength: 4 },
        ),
      )
      .map(([{ name, bytes }, changes]) => ({ name: `${name}, changed`, bytes: changes.reduce(spoil, bytes) })),
  },
);

function spoil(bytes: string, [place, cut, put]: [number, number, string]): string {
  const at = place % Math.max(1, bytes.length);
  return bytes.slice(0, at) + put + bytes.slice(at + cut);
}

/** What is wrong with what came back for such bytes; `undefined` where it is as it should be. */
export function wrongAnswers({ answers }: FuzzBytes, received: string): string | undefined {
  const statuses = [...received.matchAll(/HTTP\/1\.[01] (\d{3}) /g)].map(([, status]) => status as string);
  if (statuses.some((status) => /^5/.test(status) && !/"code":"[a-z_]+"/.test(received)))
    return `a fault of its own: ${statuses}`;
  if (statuses.some((status) => status === '500')) return 'a fault of its own';
  if (!answers) return undefined;
  const right = answers.length >= statuses.length && answers.every((answer, i) => isSuch(statuses[i] ?? '', answer));
  return right ? undefined : `answers ${JSON.stringify(statuses)}, expected ${JSON.stringify(answers)}`;
}

function isSuch(status: string, expected: number | string): boolean {
  if (typeof expected === 'number') return status === String(expected);
  return expected.split('|').some((first) => (first === '' ? status === '' : status.startsWith(first)));
}
