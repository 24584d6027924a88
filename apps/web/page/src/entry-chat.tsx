import './styles/page.css';
import { hydrate } from 'solid-js/web';
import { adoptPosted } from './chat/adopt-posted.js';
import { ChatPage } from './chat/chat-page.jsx';
import { pageElement, readState } from './read-state.js';

const state = readState();
// a form that was sent before this script was there
if (state.posted) void adoptPosted(state.posted);
else hydrate(() => <ChatPage state={state} />, pageElement());
