import { EMPTY, NEVER, Observable, of, Subject, type Subscription, throwError } from 'rxjs';
import { SlotQueue } from './slot-queue.js';
import { OVERTAKEN_AT_MOST } from './waiter.js';

/** Requests by name, each of which runs until it is told to end; `log` has all that they saw. */
class Requests {
  readonly log: string[] = [];
  private readonly works = new Map<string, Subject<never>>();
  private readonly subscriptions = new Map<string, Subscription>();

  constructor(private readonly queue: SlotQueue) {}

  ask(name: string, weight = 1, priority = 0): void {
    const work = new Subject<never>();
    this.works.set(name, work);
    const run = this.queue.run({ weight, priority }, () => {
      this.log.push(`${name} runs`);
      return work;
    });
    const subscription = run.subscribe({
      next: ({ position }) => this.log.push(`${name} is ${position}`),
      error: ({ code }) => this.log.push(`${name} ${code}`),
      complete: () => this.log.push(`${name} ends`),
    });
    this.subscriptions.set(name, subscription);
  }

  end(name: string): void {
    this.works.get(name)?.complete();
  }

  cancel(name: string): void {
    this.subscriptions.get(name)?.unsubscribe();
  }

  /** What was seen since the last call. */
  seen(): string[] {
    return this.log.splice(0);
  }
}

function setUp(slots: number, limit = 100) {
  const queue = new SlotQueue(slots, limit);
  return { queue, requests: new Requests(queue) };
}

describe('SlotQueue', () => {
  it('runs as many as there are slots, and the rest in the order in which they came', () => {
    const { queue, requests } = setUp(2);
    for (const name of ['a', 'b', 'c', 'd']) requests.ask(name);
    expect(requests.seen()).toEqual(['a runs', 'b runs', 'c is 1', 'd is 2']);
    expect([queue.running, queue.queued]).toEqual([2, 2]);
    requests.end('b');
    expect(requests.seen()).toEqual(['b ends', 'c runs', 'd is 1']);
    requests.end('a');
    expect(requests.seen()).toEqual(['a ends', 'd runs']);
    requests.end('c');
    requests.end('d');
    expect([queue.running, queue.queued]).toEqual([0, 0]);
  });

  it('serves a higher priority first, and equal ones as they came', () => {
    const { requests } = setUp(1);
    requests.ask('first');
    requests.ask('low', 1, -1);
    requests.ask('a');
    requests.ask('high', 1, 5);
    requests.ask('b');
    expect(requests.seen()).toEqual([
      'first runs',
      'low is 1',
      'a is 1',
      'low is 2',
      'high is 1',
      'a is 2',
      'low is 3',
      'b is 3',
      'low is 4',
    ]);
    for (const name of ['first', 'high', 'a', 'b', 'low']) requests.end(name);
    expect(requests.seen().filter((line) => line.endsWith('runs'))).toEqual([
      'high runs',
      'a runs',
      'b runs',
      'low runs',
    ]);
  });

  it('lets nobody past one that needs many slots', () => {
    const { requests } = setUp(4);
    for (const name of ['a', 'b', 'c']) requests.ask(name);
    requests.ask('big', 4);
    requests.ask('small');
    expect(requests.seen()).toEqual(['a runs', 'b runs', 'c runs', 'big is 1', 'small is 2']);
    requests.end('a');
    requests.end('b');
    expect(requests.seen()).toEqual(['a ends', 'b ends']);
    requests.end('c');
    expect(requests.seen()).toEqual(['c ends', 'big runs', 'small is 1']);
    requests.end('big');
    expect(requests.seen()).toEqual(['big ends', 'small runs']);
  });

  it('takes and gives back as many slots as a request needs', () => {
    const { queue, requests } = setUp(4);
    requests.ask('three', 3);
    requests.ask('two', 2);
    expect(requests.seen()).toEqual(['three runs', 'two is 1']);
    requests.end('three');
    requests.ask('other', 2);
    expect(requests.seen()).toEqual(['three ends', 'two runs', 'other runs']);
    expect(queue.running).toBe(2);
  });

  it('lets a stream of higher priority overtake one for a while, not for ever', () => {
    const { requests } = setUp(1);
    requests.ask('running');
    requests.ask('low', 1, 0);
    for (let i = 0; i < OVERTAKEN_AT_MOST + 10; i++) requests.ask(`high ${i}`, 1, 1);
    requests.end('running');
    for (let i = 0; i < OVERTAKEN_AT_MOST; i++) requests.end(`high ${i}`);
    requests.end('low');
    const order = requests.seen().filter((line) => line.endsWith('runs'));
    expect(order.indexOf('low runs')).toBe(1 + OVERTAKEN_AT_MOST);
  });

  it('refuses one more than may wait, and says when to try again', () => {
    const { queue, requests } = setUp(1, 2);
    for (const name of ['a', 'b', 'c']) requests.ask(name);
    let error: unknown;
    queue
      .run({ weight: 1, priority: 9 }, () => EMPTY)
      .subscribe({
        error: (it) => {
          error = it;
        },
      });
    expect(error).toMatchObject({ code: 'OVERLOADED', details: { queueLimit: 2, retryAfterSeconds: 4 } });
    expect(queue.queued).toBe(2);
    requests.end('a');
    requests.ask('d');
    expect(queue.queued).toBe(2);
  });

  it('with no line at all, runs what it can at once', () => {
    const { requests } = setUp(2, 0);
    requests.ask('a');
    requests.ask('big', 2);
    requests.ask('b');
    expect(requests.seen()).toEqual(['a runs', 'big OVERLOADED', 'b runs']);
  });

  it('forgets one that leaves the line, and tells the others', () => {
    const { queue, requests } = setUp(1);
    for (const name of ['a', 'b', 'c', 'd']) requests.ask(name);
    requests.seen();
    requests.cancel('b');
    expect(requests.seen()).toEqual(['c is 1', 'd is 2']);
    expect(queue.queued).toBe(2);
    requests.end('a');
    expect(requests.seen()).toEqual(['a ends', 'c runs', 'd is 1']);
  });

  it('starts those behind a big one that leaves the line', () => {
    const { requests } = setUp(2);
    requests.ask('a');
    requests.ask('big', 2);
    requests.ask('b');
    requests.seen();
    requests.cancel('big');
    expect(requests.seen()).toEqual(['b runs']);
  });

  it('frees the slots of one that is cancelled while it runs', () => {
    const { requests } = setUp(1);
    requests.ask('a');
    requests.ask('b');
    requests.seen();
    requests.cancel('a');
    expect(requests.seen()).toEqual(['b runs']);
  });

  it.each<[string, () => Observable<never>]>([
    ['fails', () => throwError(() => new Error('no'))],
    ['completes at once', () => EMPTY],
    [
      'throws instead',
      () => {
        throw new Error('no');
      },
    ],
  ])('frees the slots of work that %s', (_, work) => {
    const { queue } = setUp(1);
    for (let i = 0; i < 3; i++) queue.run({ weight: 1, priority: 0 }, work).subscribe({ error: () => {} });
    expect([queue.running, queue.queued]).toEqual([0, 0]);
  });

  it('runs a long line of work that ends at once', () => {
    const { queue } = setUp(1, 10_000);
    const first = queue.run({ weight: 1, priority: 0 }, () => NEVER).subscribe();
    let done = 0;
    for (let i = 0; i < 5000; i++)
      queue.run({ weight: 1, priority: 0 }, () => of(1)).subscribe({ complete: () => done++ });
    first.unsubscribe();
    expect([done, queue.running, queue.queued]).toEqual([5000, 0, 0]);
  });

  it('tells true places when one leaves because of what it is told', () => {
    const { queue, requests } = setUp(1);
    requests.ask('a');
    const subscription = queue.run({ weight: 1, priority: 0 }, () => NEVER).subscribe();
    const impatient = queue
      .run({ weight: 1, priority: 0 }, () => NEVER)
      .subscribe((event) => {
        if (event.position === 1) impatient.unsubscribe();
      });
    requests.ask('d');
    requests.seen();
    subscription.unsubscribe();
    expect(requests.seen()).toEqual(['d is 1']);
  });

  it('tells the work how long it waited', () => {
    const { queue, requests } = setUp(1);
    const waited: number[] = [];
    const work = (ms: number) => {
      waited.push(ms);
      return EMPTY;
    };
    queue.run({ weight: 1, priority: 0 }, work).subscribe();
    requests.ask('a');
    const before = performance.now();
    queue.run({ weight: 1, priority: 0 }, work).subscribe();
    while (performance.now() < before + 5);
    requests.end('a');
    expect(waited[0]).toBeLessThan(waited[1] as number);
    expect(waited[1]).toBeGreaterThanOrEqual(5);
  });

  it('ends the wait of all when it closes', () => {
    const { queue, requests } = setUp(1);
    requests.ask('a');
    requests.ask('b');
    requests.seen();
    queue.close();
    requests.ask('c');
    requests.end('a');
    expect(requests.seen()).toEqual(['b DISPOSED', 'c DISPOSED', 'a ends']);
  });
});
