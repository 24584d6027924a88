import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';

/** Milliseconds after which a server that does not ask any more is forgotten. */
const FORGET_MS = 600_000;

/** Tokens by the name of the key that used them. */
type Tokens = Record<string, number>;

/** What a server is told at a time. */
export interface Spent {
  /** To be said with the next question, so that nothing is lost with an answer that did not arrive. */
  id: string;
  tokens: Tokens;
}

/** What one server was not told yet, and what it was told last. */
interface Account {
  /** A key may be named as something that every object has. */
  tokens: Map<string, number>;
  told?: Spent;
  askedAt: number;
}

/** The tokens that keys of servers in front have used here, until those servers ask for them. */
@Injectable()
export class SpentTokens {
  private readonly accounts = new Map<string, Account>();

  add(server: string, key: string, tokens: number): void {
    const account = this.accountOf(server);
    account.tokens.set(key, (account.tokens.get(key) ?? 0) + tokens);
  }

  /** What was used since the answer of this id, which arrived. */
  take(server: string, arrived?: string): Spent {
    const account = this.accountOf(server);
    account.askedAt = Date.now();
    const lost = account.told?.id === arrived ? {} : account.told?.tokens;
    for (const [key, tokens] of Object.entries(lost ?? {})) this.add(server, key, tokens);
    const told: Spent = { id: randomUUID(), tokens: Object.fromEntries(account.tokens) };
    Object.assign(account, { told, tokens: new Map() });
    this.forget();
    return told;
  }

  private accountOf(server: string): Account {
    const account = this.accounts.get(server) ?? { tokens: new Map(), askedAt: Date.now() };
    this.accounts.set(server, account);
    return account;
  }

  private forget(): void {
    for (const [server, { askedAt }] of this.accounts) {
      if (Date.now() - askedAt > FORGET_MS) this.accounts.delete(server);
    }
  }
}
