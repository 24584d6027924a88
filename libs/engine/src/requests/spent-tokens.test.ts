import { SpentTokens } from './spent-tokens.js';

it('tells each server once what its keys have used, and again what did not arrive', () => {
  const spent = new SpentTokens();
  spent.add('one', 'laptop', 3);
  spent.add('one', 'laptop', 4);
  spent.add('one', 'bot', 1);
  spent.add('two', 'toString', 9);
  const first = spent.take('one');
  expect(first.tokens).toEqual({ laptop: 7, bot: 1 });
  spent.add('one', 'bot', 2);
  const again = spent.take('one');
  expect(again.tokens).toEqual({ laptop: 7, bot: 3 });
  expect(spent.take('one', again.id).tokens).toEqual({});
  expect(spent.take('two').tokens).toEqual({ toString: 9 });
});
