import { DAYS_KEPT, UseByDay } from './use-by-day.js';

const use = { requests: 1, promptTokens: 2, generatedTokens: 3 };

it('adds up by day and key, the newest day first', () => {
  const days = new UseByDay();
  days.add('2026-01-01', 'b', use);
  days.add('2026-01-01', undefined, use);
  days.add('2026-01-02', 'a', use);
  days.add('2026-01-01', 'b', use);
  expect(days.list()).toEqual([
    { day: '2026-01-02', key: 'a', ...use },
    { day: '2026-01-01', ...use },
    { day: '2026-01-01', key: 'b', requests: 2, promptTokens: 4, generatedTokens: 6 },
  ]);
});

it('keeps no more than its days', () => {
  const days = new UseByDay();
  for (let i = 0; i < 100; i += 1) days.add(new Date(i * 86_400_000).toISOString().slice(0, 10), 'a', use);
  expect(days.list()).toHaveLength(DAYS_KEPT);
  expect(days.list()[0]?.day).toBe('1970-04-10');
});
