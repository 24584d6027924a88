import './styles/page.css';
import { hydrate } from 'solid-js/web';
import { pageElement, readState } from './read-state.js';
import { StatusPage } from './status/status-page.jsx';

const state = readState();
hydrate(() => <StatusPage state={state} />, pageElement());
