import { fullQueue } from './full-queue.js';

it('is an obstacle from a full line until it is a quarter shorter', () => {
  let queueFullness = 0.99;
  const obstacle = fullQueue({ queueFullness: () => queueFullness });
  const said = [0.99, 1, 0.9, 0.75, 0.74, 0.9, 1].map((fullness) => {
    queueFullness = fullness;
    return obstacle() !== undefined;
  });
  expect(said).toEqual([false, true, true, true, false, false, true]);
});
