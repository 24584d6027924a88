/** Headers between a server and the engines behind it. */

/** On an answer: nothing was begun, so that the same request may be sent to another engine. */
export const NOT_STARTED_HEADER = 'x-otron-not-started';

/** On a request: the secret by which an engine knows its server. */
export const SERVICE_TOKEN_HEADER = 'x-otron-service-token';

/** On a request of a server that is known by that secret: the name of the key that its client sent, and its priority. */
export const KEY_NAME_HEADER = 'x-otron-key-name';
export const PRIORITY_HEADER = 'x-otron-priority';

/** On the same: the id of the server, where it counts the tokens of that key and will ask what they were. */
export const SERVER_HEADER = 'x-otron-server';
