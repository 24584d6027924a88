import { type JsonObject, PluginError } from '@predict-otron/plugin-sdk';

/** What the Hub was asked for, and as whom. */
export interface HubQuestion {
  endpoint: string;
  repo: string;
  hasToken: boolean;
  /** A file of it. */
  file?: string;
  /** A revision that was asked for by its name. */
  revision?: string;
}

/**
 * Why the Hub did not answer with what was asked for, and what to do. The Hub hides a private repository from strangers
 * behind a 401 that says `RepoNotFound`; a licence that was not accepted is `GatedRepo`, with 401 or 403.
 */
export function hubFailure(status: number, headers: Record<string, string>, question: HubQuestion): PluginError {
  const { endpoint, repo, hasToken, file, revision } = question;
  const reason = headers['x-error-code'];
  const page = `${endpoint}/${repo}`;
  const logIn = 'log in with `hf auth login`, or set HF_TOKEN';
  const details = { param: 'model', upstreamStatus: status };
  if (reason === 'GatedRepo') {
    const next = hasToken ? 'with the account of the token that the server uses' : `then ${logIn}`;
    return new PluginError('GATED', `${repo} has a licence to accept first: do so at ${page}, ${next}.`, details);
  }
  if (status === 401 && reason === 'RepoNotFound' && !hasToken)
    return new PluginError(
      'MODEL_NOT_FOUND',
      `The Hub shows no ${repo} to strangers. Check the name; if it is private, ${logIn}.`,
      details,
    );
  if (status === 401) {
    const message = hasToken ? `The Hub does not accept the token: ${logIn} anew.` : `${repo} needs a login: ${logIn}.`;
    return new PluginError('UNAUTHENTICATED', message, details);
  }
  if (status === 403)
    return new PluginError(
      'FORBIDDEN',
      `The token may not read ${repo}. Use one that may, or ask for access at ${page}.`,
      details,
    );
  if (status === 404) {
    const part = file ? `file ${file}` : revision !== undefined && `revision ${revision}`;
    const what = part && reason !== 'RepoNotFound' ? `${part} in ${repo}` : `repository ${repo}`;
    return new PluginError('MODEL_NOT_FOUND', `The Hub has no ${what}. Check the name at ${page}.`, details);
  }
  if (status === 429) {
    const seconds = retryAfterSeconds(headers);
    const more: JsonObject = seconds === undefined ? {} : { retryAfterSeconds: seconds };
    return new PluginError(
      'RATE_LIMITED',
      `The Hub gets too many requests from here; ${hasToken ? 'try later' : logIn}.`,
      { ...details, ...more },
    );
  }
  return new PluginError('UPSTREAM', `${new URL(endpoint).host} answered ${status} for ${file ?? repo}.`, details);
}

/** Seconds that an answer asks to wait, where it says so. */
function retryAfterSeconds(headers: Record<string, string>): number | undefined {
  const text = headers['retry-after'];
  if (text === undefined) return undefined;
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}
