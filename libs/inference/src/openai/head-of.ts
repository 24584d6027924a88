import { type AnswerHead, answerHead } from '@predict-otron/dialects';
import type { ModelEntry } from '@predict-otron/kernel';

/** The head of an answer by a model, with a fingerprint of the file and of what runs it. */
export function headOf(prefix: 'chatcmpl' | 'cmpl', { id, plugin, backend, modifiedAt }: ModelEntry): AnswerHead {
  return answerHead(prefix, id, [id, plugin, backend, modifiedAt]);
}
