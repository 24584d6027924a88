export { fastembedPlugin as default } from './fastembed-plugin.js';
