/** How every server is configured. Apart from the rest, so that `--help` and a wrong flag are answered at once. */
export * from './read-configuration.js';
export * from './service-configuration.js';
export * from './setting.js';
