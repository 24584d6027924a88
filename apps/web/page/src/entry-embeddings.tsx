import './styles/page.css';
import { hydrate } from 'solid-js/web';
import { EmbeddingsPage } from './embeddings/embeddings-page.jsx';
import { pageElement, readState } from './read-state.js';

const state = readState();
hydrate(() => <EmbeddingsPage state={state} />, pageElement());
