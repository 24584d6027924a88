import { PluginError } from '@predict-otron/plugin-sdk';

/** What is wrong with a field, in the words of OpenAI's `error.code`. */
export type FieldProblem =
  | 'invalid_value'
  | 'missing_required_parameter'
  | 'unknown_parameter'
  | 'unsupported_parameter';

/**
 * The error for one field of a request: `UNSUPPORTED` where the server cannot honour it, otherwise `INPUT_INVALID`.
 * @param path such as `messages[0].content`; empty for the body itself
 * @param fault the end of a sentence that begins with the path
 */
export function invalidField(path: string, fault: string, problem: FieldProblem = 'invalid_value'): PluginError {
  const subject = path === '' ? 'The body' : shortened(path);
  return new PluginError(
    problem === 'unsupported_parameter' ? 'UNSUPPORTED' : 'INPUT_INVALID',
    `${subject} ${fault}.`,
    path === '' ? { problem } : { param: shortened(path), problem },
  );
}

/** A client chooses the names in a path, and an error answer is no place for a megabyte of them. */
function shortened(path: string): string {
  return path.length > 200 ? `${path.slice(0, 200)}…` : path;
}
