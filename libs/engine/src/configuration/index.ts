/** How a process that runs models is configured. Apart from the rest, so that `--help` and a wrong flag are answered at once. */
export * from './config-file.js';
export * from './engine-configuration.js';
export * from './run-program.js';
