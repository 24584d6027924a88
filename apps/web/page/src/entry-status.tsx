import './styles/page.css';
import { hydrate } from 'solid-js/web';
import { pageElement } from './read-state.js';
import { StatusPage } from './status/status-page.jsx';

hydrate(() => <StatusPage />, pageElement());
