const messages = [{ role: 'user', content: 'What is the capital of France?' }];

/** Texts to tokenize. */
export const TOKENIZE_EXAMPLES = {
  text: { summary: 'A text', value: { model: 'default', content: 'The river runs to the sea.' } },
};

/** Token ids to turn into text. */
export const DETOKENIZE_EXAMPLES = {
  tokens: { summary: 'Token ids', value: { model: 'default', tokens: [72, 105] } },
};

/** Conversations to render. */
export const APPLY_TEMPLATE_EXAMPLES = {
  question: { summary: 'A question', value: { model: 'default', messages } },
};

/** Chat requests to count. */
export const INPUT_TOKENS_EXAMPLES = {
  question: { summary: 'A question', value: { model: 'default', messages } },
};
