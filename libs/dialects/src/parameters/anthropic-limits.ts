import {
  calls,
  chats,
  keepsSchemas,
  type Limits,
  NO_CHAT,
  NO_FORM,
  NO_THOUGHTS,
  NO_TOOLS,
  only,
  refused,
  thinks,
  unless,
} from './limit.js';

/** For Anthropic's endpoints. */
export const ANTHROPIC_LIMITS: Limits = {
  messages: unless(chats, refused(NO_CHAT)),
  system: unless(chats, refused(NO_CHAT)),
  tools: unless(calls, only([[]], NO_TOOLS)),
  tool_choice: unless(calls, only([{ type: 'auto' }, { type: 'none' }], NO_TOOLS)),
  'tool_choice.type': unless(calls, only(['auto', 'none'], NO_TOOLS)),
  'tool_choice.name': unless(calls, refused(NO_TOOLS)),
  'tool_choice.disable_parallel_tool_use': unless(calls, only([true, false], NO_TOOLS)),
  thinking: unless(thinks, only([{ type: 'disabled' }, { type: 'adaptive' }], NO_THOUGHTS)),
  'thinking.type': unless(thinks, only(['disabled', 'adaptive'], NO_THOUGHTS)),
  'thinking.budget_tokens': unless(thinks, refused(NO_THOUGHTS)),
  output_config: unless(keepsSchemas, ({ name }) =>
    name === 'output_config' ? only([{}], NO_FORM) : refused(NO_FORM),
  ),
};
