/** A value that JSON can hold. Everything in the contract is built from these, so it survives `structuredClone`. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** A JSON object, such as a plugin's configuration or a JSON Schema (2020-12). */
export interface JsonObject {
  [key: string]: JsonValue;
}
