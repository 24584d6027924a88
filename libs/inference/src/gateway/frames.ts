import { ChatCompletionRequest, ChoiceField, IntegerField, StringField } from '@predict-otron/dialects';

const ID = { minLength: 1, maxLength: 128 };

/** `chat`: the body of a chat completion with a name. */
export class ChatFrame extends ChatCompletionRequest {
  @ChoiceField({ required: true, choices: ['chat'], description: 'A chat.' })
  type!: 'chat';

  @StringField({ ...ID, required: true, description: 'The client’s name for it.' })
  id!: string;

  @StringField({ ...ID, description: 'The conversation that it goes on with.' })
  conversation?: string;
}

/** `cancel`. */
export class CancelFrame {
  @ChoiceField({ required: true, choices: ['cancel'], description: 'Ends a chat.' })
  type!: 'cancel';

  @StringField({ ...ID, required: true, description: 'Of the chat.' })
  id!: string;
}

/** `resume`. */
export class ResumeFrame {
  @ChoiceField({ required: true, choices: ['resume'], description: 'Goes on with a stream.' })
  type!: 'resume';

  @StringField({ ...ID, required: true, description: 'Of the stream.' })
  stream!: string;

  @IntegerField({ required: true, minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'Last event seen.' })
  after!: number;

  @StringField({ ...ID, description: 'The client’s name for it from now on.' })
  id?: string;
}

/** `models` and `ping`. */
export class PlainFrame {
  @ChoiceField({ required: true, choices: ['models', 'ping'], description: 'A question.' })
  type!: 'models' | 'ping';

  @StringField({ ...ID, description: 'Comes back with the answer.' })
  id?: string;
}
