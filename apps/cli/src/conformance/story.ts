import type { Asker } from './asker.js';

export const QUESTION = 'What is the capital of France?';
export const STORY = 'Tell me a story about the sea, the river and the sun.';

/** Fields with which an answer is drawn, and drawn wildly. */
const WILD = { temperature: 1.8, seed: 1 };

/**
 * A story as it comes likeliest, and one that is drawn: where fields have no place to change the one, they have in the
 * other.
 */
export async function changes(ask: Asker, story: object, fields: object): Promise<boolean> {
  const told = (more: object) =>
    Promise.all(
      [{ temperature: 0 }, { temperature: 1.2, seed: 3 }].map((how) => ask.text({ ...story, ...how, ...more })),
    );
  return JSON.stringify(await told(fields)) !== JSON.stringify(await told({}));
}

/** However wild the temperature, the fields leave the likeliest token alone. */
export async function tames(ask: Asker, story: object, fields: object): Promise<boolean> {
  const likeliest = await ask.text({ ...story, temperature: 0 });
  const wild = await ask.text({ ...story, ...WILD });
  return wild !== likeliest && (await ask.text({ ...story, ...WILD, ...fields })) === likeliest;
}

/** The same seed gives the same answer, another one another. */
export async function isSeeded(ask: Asker, story: object): Promise<boolean> {
  const [first, again, other] = [
    await ask.text({ ...story, temperature: 1.5, seed: 7 }),
    await ask.text({ ...story, temperature: 1.5, seed: 7 }),
    await ask.text({ ...story, temperature: 1.5, seed: 8 }),
  ];
  return first === again && first !== other;
}

/** The answer ends right before a piece of itself that it is told to stop at. */
export async function stops(ask: Asker): Promise<boolean> {
  const whole = await ask.text({ temperature: 0 });
  const stop = whole.slice(4, 8);
  return (await ask.text({ temperature: 0, stop: [stop] })) === whole.slice(0, whole.indexOf(stop));
}

/** One token is made so likely that nothing else comes. */
export async function isBiased(ask: Asker, limit: object): Promise<boolean> {
  const text = await ask.text({ ...limit, temperature: 0, logit_bias: { 500: 100 } });
  return /^(.+)\1\1$/.test(text.trim().replaceAll(' ', ''));
}
