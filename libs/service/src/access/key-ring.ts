import { timingSafeEqual } from 'node:crypto';
import { unwatchFile, watchFile } from 'node:fs';
import { type ApiKey, digest } from './api-key.js';
import { readKeysFile } from './keys-file.js';
import { SCOPES } from './scope.js';

/** How often the file of keys is looked at, in milliseconds. */
const LOOK = 2_000;

/** The keys that open this server: those of its configuration, and those of a file, which may change while it runs. */
export class KeyRing {
  private readonly fixed: ApiKey[];
  private inFile: ApiKey[];
  private stopWatching = () => {};

  /** Throws an Error that says what is wrong with the file. */
  constructor(
    secrets: string[],
    private readonly file?: string,
  ) {
    const scopes = new Set(SCOPES);
    this.fixed = secrets.map((secret, i) => ({ name: `key-${i + 1}`, hash: digest(secret), scopes }));
    this.inFile = file === undefined ? [] : readKeysFile(file);
  }

  /** Whether keys are in use. A file without keys lets nobody in. */
  get required(): boolean {
    return this.fixed.length > 0 || this.file !== undefined;
  }

  /** The key that is this secret and has not expired. Takes the same time whichever it is, and however much of it is right. */
  find(secret: string): ApiKey | undefined {
    const hash = digest(secret);
    let found: ApiKey | undefined;
    for (const key of this.all()) if (timingSafeEqual(key.hash, hash)) found = key;
    return found && isValid(found) ? found : undefined;
  }

  /** The key of this name, unless it was revoked or has expired. */
  named(name: string): ApiKey | undefined {
    return this.all().find((key) => key.name === name && isValid(key));
  }

  /** Reads the file again whenever it changes; one that cannot be used changes nothing. */
  watch(tell: { changed(keys: number): void; failed(error: Error): void }): void {
    const { file } = this;
    if (file === undefined) return;
    const look = () => {
      try {
        this.inFile = readKeysFile(file);
        tell.changed(this.inFile.length);
      } catch (error) {
        tell.failed(error as Error);
      }
    };
    watchFile(file, { interval: LOOK, persistent: false }, look);
    this.stopWatching = () => unwatchFile(file, look);
  }

  close(): void {
    this.stopWatching();
  }

  /** Expired ones too. */
  all(): ApiKey[] {
    return [...this.fixed, ...this.inFile];
  }
}

function isValid({ expires }: ApiKey): boolean {
  return expires === undefined || Date.now() < expires;
}
