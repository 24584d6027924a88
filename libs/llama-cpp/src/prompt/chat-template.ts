import { type JsonObject, type Message, PluginError, type Tool } from '@predict-otron/plugin-sdk';
import { BoundedTemplate, TemplateOverrun } from './bounded-template.js';
import { foldSystem, joinNeighbors, textTurn } from './conversation.js';
import { type Protect, templateMessage, templateTool } from './template-values.js';
import { toolsInWords } from './tool-words.js';

/** Rules of a template, found by trying it: some refuse a system turn, or two turns of one role in a row. */
export interface TemplateTraits {
  system: boolean;
  consecutive: boolean;
  /** It shows the tools to the model. */
  tools: boolean;
}

const unprotected: Protect = (text) => text;

/** A model's own chat template (Jinja, as it stands in the GGUF). */
export class ChatTemplate {
  readonly traits: TemplateTraits;
  private readonly template: BoundedTemplate;

  /**
   * Throws `MODEL_INVALID` where it cannot be read, or comes to no end.
   *
   * @param variables what the template gets beside the conversation, such as `bos_token`
   */
  constructor(
    source: string,
    private readonly variables: JsonObject,
  ) {
    try {
      this.template = new BoundedTemplate(source);
    } catch (error) {
      throw new PluginError('MODEL_INVALID', `The model's chat template cannot be read: ${messageOf(error)}`);
    }
    this.traits = {
      system: this.shows([textTurn('system', 'PROBE-S'), textTurn('user', 'PROBE-U')], ['PROBE-S', 'PROBE-U']),
      consecutive: this.shows([textTurn('user', 'PROBE-1'), textTurn('user', 'PROBE-2')], ['PROBE-1', 'PROBE-2']),
      tools: this.shows([textTurn('user', 'PROBE-U')], ['PROBE-T'], [{ name: 'PROBE-T', description: 'PROBE' }]),
    };
  }

  /**
   * The conversation up to where the model's answer begins. `protect` is applied to all that people wrote; `settings`
   * are variables of the template for this request, such as `enable_thinking`.
   * Throws `INPUT_INVALID` where the template refuses the conversation.
   */
  render(messages: Message[], tools: Tool[], protect: Protect, settings: JsonObject = {}): string {
    const { tools: knowsTools } = this.traits;
    const turns = knowsTools ? messages : toolsInWords(messages, tools);
    try {
      return this.apply(this.arrange(turns), knowsTools ? tools : [], protect, settings);
    } catch (error) {
      const reason = messageOf(error).replaceAll('\uFDD0', '');
      throw new PluginError('INPUT_INVALID', `The model's chat template refuses this conversation: ${reason}`, {
        param: 'messages',
        ...(error instanceof TemplateOverrun && { overrun: true }),
      });
    }
  }

  private apply(messages: Message[], tools: Tool[], protect: Protect, settings: JsonObject = {}): string {
    return this.template.render({
      ...this.variables,
      ...settings,
      messages: messages.map((message) => templateMessage(message, protect)),
      ...(tools.length > 0 && { tools: tools.map((tool) => templateTool(tool, protect)) }),
      add_generation_prompt: true,
    });
  }

  private arrange(messages: Message[]): Message[] {
    const turns = this.traits.system ? messages : foldSystem(messages);
    return this.traits.consecutive ? turns : joinNeighbors(turns);
  }

  private shows(messages: Message[], marks: string[], tools: Tool[] = []): boolean {
    try {
      const text = this.apply(messages, tools, unprotected);
      return marks.every((mark) => text.includes(mark));
    } catch (error) {
      if (!(error instanceof TemplateOverrun)) return false;
      throw new PluginError('MODEL_INVALID', `The model's chat template comes to no end: ${error.message}.`);
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
