export * from './ollama-error.js';
