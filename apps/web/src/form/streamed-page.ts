import type { Rendering } from '../render/page-document.js';
import type { AnswerStats } from '../shared/answer-stats.js';
import { ChatError } from '../shared/chat-event.js';
import { chatRequest } from '../shared/chat-request.js';
import type { ModelSummary } from '../shared/model-summary.js';
import type { PageState } from '../shared/page-state.js';
import { NO_KEY } from '../shared/passing-errors.js';
import { streamChat } from '../shared/stream-chat.js';
import type { Upstream } from '../upstream.js';
import type { PostedForm } from './posted-form.js';

/**
 * The page with the conversation, piece by piece. The answer first comes as plain text, as it is generated, and once it
 * is whole as formatted Markdown, which the style sheet shows instead. What stands behind it, the form, knows all of it.
 */
export async function* streamedPage(
  { model: name, turns, settings }: PostedForm,
  { models, problem }: { models: ModelSummary[]; problem?: string },
  upstream: Upstream,
  { renderPage, escapeText, renderAnswer, renderError }: Rendering,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const model = models.find(({ id, isDefault }) => (name === 'default' ? isDefault : id === name));
  const posted = { turns, model: model?.id ?? name, settings };
  const state: PageState = { page: 'chat', models, ...(problem && { problem }), loggedIn: upstream.hasSession, posted };
  yield renderPage(state).before;
  yield '<div class="plain" aria-busy="true">';
  let text = '';
  let stats: AnswerStats | undefined;
  let failure: { message: string; login: boolean } | undefined;
  try {
    const request = chatRequest(model ?? { id: name, trims: false }, turns, settings);
    const options = { signal, headers: upstream.headers, fetch: upstream.fetch };
    for await (const event of streamChat(upstream.url('/v1/chat/completions'), request, options)) {
      if (event.type === 'text') {
        text += event.text;
        yield escapeText(event.text);
      }
      if (event.type === 'end') stats = { ...event.stats, contextTokens: model?.contextTokens };
    }
  } catch (error) {
    if (signal.aborted) return;
    failure = failureOf(error);
  }
  yield '</div>';
  yield renderAnswer(text);
  if (failure) yield renderError(failure.message, failure.login);
  const answered = text === '' ? turns : [...turns, { role: 'assistant' as const, text, model: posted.model }];
  yield renderPage({ ...state, posted: { ...posted, turns: answered, stats, error: failure?.message } }).after;
}

function failureOf(error: unknown): { message: string; login: boolean } {
  if (!(error instanceof ChatError)) return { message: 'Something went wrong.', login: false };
  return error.code === NO_KEY
    ? { message: 'You are logged out.', login: true }
    : { message: error.message, login: false };
}
