import 'reflect-metadata';

/** How a property of a configuration class is set from outside, and what `--help` says about it. */
export interface Setting {
  /** As commander writes it: `--port <number>`; without a value for what is true or false. */
  flag: string;
  /** Name of the environment variable; the flag wins over it. */
  env: string;
  /** One sentence for a person. */
  about: string;
  /** True for what no message may quote. */
  secret?: boolean;
}

/** A setting with what the class itself says about its property. */
export interface SettingOf extends Setting {
  property: string;
  type: 'string' | 'number' | 'list' | 'boolean';
}

const SETTINGS = Symbol('settings');

const TYPES = new Map<unknown, SettingOf['type']>([
  [Number, 'number'],
  [Array, 'list'],
  [Boolean, 'boolean'],
]);

/** Makes a property a setting; the property's initializer is its default, its declared type the one it is read as. */
export function Setting(setting: Setting): PropertyDecorator {
  return (prototype, property) => {
    const type = Reflect.getMetadata('design:type', prototype, property);
    // those of the class that this one extends come first
    const before: SettingOf[] = Reflect.getMetadata(SETTINGS, prototype) ?? [];
    const own: SettingOf = {
      ...setting,
      property: String(property),
      type: TYPES.get(type) ?? 'string',
    };
    Reflect.defineMetadata(SETTINGS, [...before, own], prototype);
  };
}

/** The settings of a configuration class, in the order of its properties. */
export function settingsOf(configurationClass: new () => object): SettingOf[] {
  return Reflect.getMetadata(SETTINGS, configurationClass.prototype) ?? [];
}
