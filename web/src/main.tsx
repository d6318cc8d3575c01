/** Starts the page. */
import { render } from 'preact';
import { App } from './app.tsx';
import './styles/base.css';
import './styles/frame.css';
import './styles/parts.css';
import './styles/picture.css';
import './styles/scenes.css';
import './styles/start.css';
import './styles/panel.css';
import './styles/table.css';
import './styles/queries.css';
import './styles/touch.css';

const root = document.getElementById('app');
if (root === null) throw new Error('The page has no #app element');
render(<App />, root);
