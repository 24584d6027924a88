import { type ClassConstructor, Exclude, Expose } from 'class-transformer';
import { ChoiceField } from '../../fields/choice-field.js';
import { Rule } from '../../fields/rule.js';

/** A block of a kind that Anthropic's API knows and no model here reads. Its own fields are not looked at. */
@Exclude()
class RefusedBlock {
  @Expose()
  @Rule(
    (type) => `is "${type}", which this server does not read yet: send text, tool_use, tool_result or thinking blocks`,
    'unsupported_parameter',
  )
  type!: string;
}

const REFUSED_TYPES = [
  'image',
  'document',
  'search_result',
  'redacted_thinking',
  'container_upload',
  'server_tool_use',
  'web_search_tool_result',
  'web_fetch_tool_result',
  'code_execution_tool_result',
  'bash_code_execution_tool_result',
  'text_editor_code_execution_tool_result',
  'tool_search_tool_result',
  'tool_reference',
  'mcp_tool_use',
  'mcp_tool_result',
];

/** The classes that a block can be of, by its `type`. */
export interface BlockClasses {
  documented: ClassConstructor<object>[];
  choose(block: { type?: unknown }): ClassConstructor<object>;
}

/** Chooses the class of a block by its type. */
export function blockClasses(classes: Record<string, ClassConstructor<object>>): BlockClasses {
  const byType = new Map<unknown, ClassConstructor<object>>(Object.entries(classes));

  /** A block whose type is none of those; only the type is looked at. */
  @Exclude()
  class UnknownBlock {
    @Expose()
    @ChoiceField({ required: true, choices: Object.keys(classes), description: 'The kind of block.' })
    type!: string;
  }
  return {
    documented: Object.values(classes),
    choose: ({ type }) => byType.get(type) ?? (REFUSED_TYPES.includes(type as string) ? RefusedBlock : UnknownBlock),
  };
}
