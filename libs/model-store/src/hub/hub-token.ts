import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The token of the Hub, looked for where its own tools look: `HF_TOKEN`, then the file that a login writes. Read anew for
 * each request to the store, so that a login needs no restart. It is never logged and goes to the endpoint alone.
 * @param home the store's `HF_HOME`
 */
export async function hubToken(home: string, env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  const given = clean(env.HF_TOKEN) ?? clean(env.HUGGING_FACE_HUB_TOKEN);
  if (given) return given;
  const files = [env.HF_TOKEN_PATH, join(home, 'token'), join(homedir(), '.cache', 'huggingface', 'token')];
  for (const file of files) {
    const token = file ? clean(await readFile(file, 'utf8').catch(() => undefined)) : undefined;
    if (token) return token;
  }
  return undefined;
}

/** What could not stand in a header is no token. */
function clean(text: string | undefined): string | undefined {
  const token = text?.trim();
  return token && /^[\x21-\x7e]+$/.test(token) ? token : undefined;
}
