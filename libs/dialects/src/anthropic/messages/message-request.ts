import { type ClassConstructor, Exclude, Expose } from 'class-transformer';
import { ChoiceField } from '../../fields/choice-field.js';
import { BlocksField } from './blocks-field.js';
import { ASSISTANT_BLOCKS, type AssistantBlock, USER_BLOCKS, type UserBlock } from './content-block.js';
import { TEXT_BLOCKS, type TextBlockRequest } from './text-block.js';

/** What a person says, and what tools have returned. */
export class UserMessageRequest {
  @ChoiceField({ required: true, choices: ['user'], description: 'A person.' })
  role!: 'user';

  @BlocksField({
    required: true,
    of: USER_BLOCKS,
    description: 'A string, or blocks of text and of results of tools.',
    example: 'What is the capital of France?',
  })
  content!: UserBlock[];
}

/** What the model said. An answer of this server can be sent back as it came. */
export class AssistantMessageRequest {
  @ChoiceField({ required: true, choices: ['assistant'], description: 'The model.' })
  role!: 'assistant';

  @BlocksField({
    required: true,
    of: ASSISTANT_BLOCKS,
    description: 'A string, or blocks of thoughts, of text and of calls of tools.',
  })
  content!: AssistantBlock[];
}

/** Instructions in the course of a conversation. */
export class SystemMessageRequest {
  @ChoiceField({ required: true, choices: ['system'], description: 'Instructions.' })
  role!: 'system';

  @BlocksField({ required: true, of: TEXT_BLOCKS, description: 'A string, or text blocks.' })
  content!: TextBlockRequest[];
}

const CLASS_BY_ROLE = new Map<unknown, ClassConstructor<MessageRequest>>([
  ['user', UserMessageRequest],
  ['assistant', AssistantMessageRequest],
  ['system', SystemMessageRequest],
]);

/** A message whose role is none of those; only the role is looked at. */
@Exclude()
class UnknownMessage {
  @Expose()
  @ChoiceField({ required: true, choices: [...CLASS_BY_ROLE.keys()] as string[], description: 'Who speaks.' })
  role!: string;
}

/** A message of a conversation. */
export type MessageRequest = UserMessageRequest | AssistantMessageRequest | SystemMessageRequest;

/** All classes of {@link MessageRequest}. */
export const MESSAGE_CLASSES = [UserMessageRequest, AssistantMessageRequest, SystemMessageRequest];

/** The class of a message by its role. */
export function messageClass({ role }: { role?: unknown }): ClassConstructor<object> {
  return CLASS_BY_ROLE.get(role) ?? UnknownMessage;
}
