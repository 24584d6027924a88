import { type Contributions, PluginError } from '@predict-otron/plugin-sdk';
import { Handle } from './handle.js';
import { injectables, type Part, type PartKind, partName, partToken } from './part-token.js';
import type { PluginRecord } from './plugin-record.js';
import { PluginUses } from './plugin-uses.js';

/** A part with the name of the plugin that it comes from. */
export interface PluginPart<Kind extends PartKind> {
  plugin: string;
  /** That of its record. */
  generation: number;
  /** Stable: calls reach whatever plugin has this part at that moment. */
  part: Part<Kind>;
}

/** All plugins that were found, and the handles of those that run. */
export class PluginRegistry {
  private readonly found: PluginRecord[] = [];
  private readonly handles = new Map<string, Handle>();
  /** Who works with a plugin at the moment. */
  readonly uses = new PluginUses();

  /** In the order in which they were found, failed ones too. */
  get records(): readonly PluginRecord[] {
    return this.found;
  }

  /** Those that run. */
  running(): PluginRecord[] {
    return this.found.filter(({ state }) => state === 'ready');
  }

  /**
   * Adds a plugin. One that is ready takes the place of the running one of its name, or of the one that it is told to
   * replace, and the handles point to it.
   */
  put(record: PluginRecord, before?: PluginRecord): void {
    const named = record.state === 'ready' ? this.running().find(({ name }) => name === record.name) : undefined;
    const replaced = before ?? named;
    if (replaced) {
      this.found[this.found.indexOf(replaced)] = record;
      this.release(replaced);
    } else this.found.push(record);
    if (record.state !== 'ready') return;
    for (const [token, target] of injectables(record)) {
      const handle = this.handles.get(token);
      if (handle) handle.point(target);
      else this.handles.set(token, new Handle(token, target));
    }
  }

  /** Marks a running plugin as disposed; calls through its handles then throw `DISPOSED`. */
  retire(record: PluginRecord): void {
    record.state = 'disposed';
    this.release(record);
  }

  /** Takes a plugin out of the list; calls through its handles then throw `DISPOSED`. */
  remove(record: PluginRecord): void {
    this.found.splice(this.found.indexOf(record), 1);
    if (record.state === 'ready') this.retire(record);
  }

  /** The stable object behind an injection token. */
  handle(token: string): object | undefined {
    return this.handles.get(token)?.proxy;
  }

  /** The parts of one kind of all running plugins, in the order of the plugins. */
  parts<Kind extends PartKind>(kind: Kind): PluginPart<Kind>[] {
    return this.running().flatMap(({ name, generation = 0, contributions }) =>
      ((contributions[kind] ?? []) as Part<Kind>[]).map((part) => ({
        plugin: name,
        generation,
        part: this.handle(partToken(kind, partName(part))) as Part<Kind>,
      })),
    );
  }

  /** The parts of one kind themselves, not what stands for them: they stay the same when their plugin is replaced. */
  present<Kind extends PartKind>(kind: Kind): { record: PluginRecord; part: Part<Kind> }[] {
    return this.running().flatMap((record) =>
      ((record.contributions[kind] ?? []) as Part<Kind>[]).map((part) => ({ record, part })),
    );
  }

  /** Throws `CONFLICT` where another running plugin has this name. */
  refuseTakenName(name: string, replaced?: PluginRecord): void {
    const other = this.running().find((it) => it.name === name && it !== replaced);
    if (other) throw new PluginError('CONFLICT', `The name "${name}" is taken by the plugin in ${other.source}.`);
  }

  /** Throws `CONFLICT` where another running plugin has a part of the same kind and name. */
  refuseTakenParts(name: string, contributions: Contributions, replaced?: PluginRecord): void {
    const asked = injectables({ name, version: '', source: '', state: 'ready', contributions });
    for (const other of this.running().filter((it) => it !== replaced))
      for (const token of injectables(other).keys())
        if (asked.has(token))
          throw new PluginError(
            'CONFLICT',
            `Its part ${token} is there already: the plugin "${other.name}" brought it.`,
          );
  }

  private release(record: PluginRecord): void {
    for (const token of injectables(record).keys()) this.handles.get(token)?.release();
  }
}
