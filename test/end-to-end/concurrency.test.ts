import { type RunningServer, startServer } from './server.js';

const NAMES = ['Anna', 'Ben', 'Clara', 'David', 'Emma', 'Frank', 'Peter', 'Henry'];
const COUNTRIES = ['France', 'Spain', 'Italy', 'Germany', 'Japan', 'Egypt', 'Norway', 'Greece'];
const ANIMALS = ['cat', 'dog', 'horse', 'bird'];

/** 32 different conversations, from one word to a story, each with its own answer. */
const CONVERSATIONS: string[][] = [
  ...COUNTRIES.map((country) => [`What is the capital of ${country}?`]),
  ...NAMES.map((name) => [`Hello, my name is ${name}.`, `Nice to meet you, ${name}!`, 'What is my name?']),
  ...ANIMALS.map((animal) => [`Tell me a short story about a ${animal}.`]),
  ...ANIMALS.map((animal) => [`How do you spell ${animal}?`]),
  ...COUNTRIES.map((country) => [`On which continent is ${country}?`]),
];

let server: RunningServer;

beforeAll(async () => {
  server = await startServer();
});

afterAll(() => server?.end());

async function ask(turns: string[]): Promise<string> {
  const messages = turns.map((content, i) => ({ role: i % 2 === 0 ? 'user' : 'assistant', content }));
  const response = await server.post('/v1/chat/completions', { model: 'default', messages, temperature: 0 });
  expect(response.status).toBe(200);
  const body = (await response.json()) as { choices: { message: { content: string } }[] };
  return body.choices[0]?.message.content as string;
}

describe('32 clients at once', () => {
  it('get the answers that each gets alone', async () => {
    const alone: string[] = [];
    for (const turns of CONVERSATIONS) alone.push(await ask(turns));
    expect(new Set(alone).size).toBeGreaterThan(16);
    expect(await Promise.all(CONVERSATIONS.map(ask))).toEqual(alone);
    await server.idle();
  });

  it('get each their own name back', async () => {
    const answers = await Promise.all(
      Array.from({ length: 32 }, (_, i) => {
        const name = NAMES[i % NAMES.length] as string;
        return ask([`My name is ${name}.`, `Nice to meet you, ${name}!`, 'What is my name?']);
      }),
    );
    for (const [i, answer] of answers.entries()) expect(answer).toContain(NAMES[i % NAMES.length]);
  });
});
