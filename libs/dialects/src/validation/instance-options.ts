/** How a parsed JSON object becomes an instance, at every level of a request. Nothing is coerced. */
export const INSTANCE_OPTIONS = { exposeUnsetFields: false } as const;
