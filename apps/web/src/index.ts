/** The pages, for a server that mounts them: `instance.register(pages)`. Nothing heavy is loaded before the first request. */
export * from './pages.js';
