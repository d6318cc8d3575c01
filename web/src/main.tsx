/** Starts the page. */
import { render } from 'preact';
import { App } from './app.tsx';
import { loadCytoscapeAhead } from './picture/load-cytoscape.ts';
import { readView, sceneOf } from './view.ts';
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
loadCytoscapeAhead(!['start', 'queries', 'cypher', 'changes'].includes(sceneOf(readView(location.search))));
render(<App />, root);
