// The worker's program: compiles grammars beside the thread that serves everyone.
import { parentPort } from 'node:worker_threads';
import { PluginError } from '@predict-otron/plugin-sdk';
import { answerGrammar } from './answer-grammar.js';
import type { AnswerPlan } from './answer-plan.js';
import type { GrammarResult } from './grammar-compiler.js';

parentPort?.on('message', (plan: AnswerPlan) => parentPort?.postMessage(compiled(plan)));

function compiled(plan: AnswerPlan): GrammarResult {
  try {
    return { grammar: answerGrammar(plan) };
  } catch (error) {
    const { code, message, details } = PluginError.from(error);
    return { refusal: { code, message, details } };
  }
}
