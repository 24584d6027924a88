/** The keys file, for programs that edit it. */

export { addKey, type KeyFacts, listKeys, type NewKey, revokeKey } from './edit-keys-file.js';
export { SCOPES, type Scope } from './scope.js';
