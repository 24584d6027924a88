import { type ClassConstructor, Exclude, Expose } from 'class-transformer';
import { ChoiceField } from '../../../fields/choice-field.js';
import { Refused } from '../../../fields/neutral-only.js';
import { FunctionCallOutputRequest, FunctionCallRequest } from './function-call-request.js';
import { InputMessageRequest, OutputMessageRequest } from './message-request.js';
import { ReasoningItemRequest } from './reasoning-item-request.js';

/** An item of a conversation. */
export type InputItemRequest =
  | InputMessageRequest
  | OutputMessageRequest
  | FunctionCallRequest
  | FunctionCallOutputRequest
  | ReasoningItemRequest;

/** All classes of {@link InputItemRequest}. */
export const INPUT_ITEM_CLASSES = [
  InputMessageRequest,
  OutputMessageRequest,
  FunctionCallRequest,
  FunctionCallOutputRequest,
  ReasoningItemRequest,
];

const CLASS_BY_TYPE = new Map<unknown, ClassConstructor<object>>([
  ['function_call', FunctionCallRequest],
  ['function_call_output', FunctionCallOutputRequest],
  ['reasoning', ReasoningItemRequest],
]);

const CLASS_BY_ROLE = new Map<unknown, ClassConstructor<object>>([
  ['user', InputMessageRequest],
  ['system', InputMessageRequest],
  ['developer', InputMessageRequest],
  ['assistant', OutputMessageRequest],
]);

/** An item of another kind that OpenAI's API may know. Its own fields are not looked at. */
@Exclude()
class RefusedItemRequest {
  @Expose()
  @Refused(
    'is of a kind that this server cannot use: send messages, function calls, their outputs and reasoning only, each in full',
  )
  type!: string;
}

/** A message whose role is none of those. */
@Exclude()
class UnknownMessageRequest {
  @Expose()
  @ChoiceField({
    required: true,
    choices: [...(CLASS_BY_ROLE.keys() as Iterable<string>)],
    description: 'Who speaks.',
  })
  role!: string;
}

/** The class of an item by its type; of a message, which needs none, by its role. */
export function inputItemClass({ type, role }: { type?: unknown; role?: unknown }): ClassConstructor<object> {
  if ((type ?? 'message') === 'message') return CLASS_BY_ROLE.get(role) ?? UnknownMessageRequest;
  return CLASS_BY_TYPE.get(type) ?? RefusedItemRequest;
}
