/** How the picture looks; colours come from the page's style sheet, so that both have one theme. */
import type { EdgeSingular, NodeSingular, StylesheetJson } from 'cytoscape';
import { card, longText, textSize, textStart } from './measures.ts';

/** Smallest text on the screen, in CSS pixels. */
export const smallestText = 7;

/** Text on cards, in the picture's own pixels, when they are seen from afar. */
export const farText = 18;

/**
 * The name on a box keeps its size on the screen, however far away the picture is. In steps that nobody sees, since each makes Cytoscape
 * work out a style anew.
 */
export function boxTitle(zoom: number): { readonly titleSize: number; readonly titleTop: number } {
  const titleSize = Math.round(Math.min(30, Math.max(11.5, 10.5 / zoom)) * 2) / 2;
  return { titleSize, titleTop: titleSize * 1.25 + 4 };
}

/**
 * For what has no icon. Cytoscape 3.34 takes a node without any image for changed by each drawing of it (in `drawImages`, "backgrounding" goes
 * to and fro), and then draws every element anew in each frame instead of the layer that it keeps of them.
 */
const noIcon = '/icons/nothing.svg';

const property = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Reads the theme that is in force now. */
export function pictureStyle(): StylesheetJson {
  return [
    {
      selector: 'node.principal',
      style: {
        shape: 'round-rectangle',
        'corner-radius': '10',
        width: card.width,
        height: card.height,
        'background-color': property('--surface'),
        'border-width': 1.25,
        'border-color': property('--line-strong'),
        'background-image': noIcon,
        'background-width': '26px',
        'background-height': '26px',
        'background-position-x': '10px',
        'background-position-y': '50%',
        'background-clip': 'none',
        label: 'data(label)',
        'text-valign': 'center',
        // Left-aligned: the label begins right of the card, then is drawn back to where the icon ends.
        'text-halign': 'right',
        'text-margin-x': textStart - card.width,
        'text-wrap': 'wrap',
        'text-justification': 'left',
        'text-max-width': '400px',
        'line-height': 1.15,
        'font-family': 'system-ui, sans-serif',
        'font-size': textSize,
        'font-weight': 500,
        color: property('--text'),
        'min-zoomed-font-size': smallestText,
        'z-index': 10,
      },
    },
    {
      // Shown for as long as the larger text of other cards is.
      selector: 'node.small-text',
      style: {
        'font-size': longText.size,
        'line-height': longText.line / longText.size,
        'min-zoomed-font-size': (smallestText * longText.size) / textSize,
      },
    },
    { selector: 'node.with-icon', style: { 'background-image': 'data(icon)' } },
    {
      // From afar the name alone, larger; from farther still the icon alone, and pointing at it says the name.
      selector: 'node.far',
      style: {
        label: 'data(name)',
        'font-size': farText,
        'text-halign': 'center',
        'text-margin-x': 0,
        'text-wrap': 'ellipsis',
        'text-max-width': `${card.width - 10}px`,
        'text-justification': 'center',
        'background-image-opacity': 0,
      },
    },
    {
      selector: 'node.farther',
      style: { 'background-width': '36px', 'background-height': '36px', 'background-position-x': '50%', 'text-opacity': 0 },
    },
    {
      selector: 'node.count',
      style: { 'border-style': 'double', 'border-width': 4, 'background-color': property('--surface-2') },
    },
    { selector: 'node.expanded', style: { 'border-color': property('--accent') } },
    { selector: 'node.user, node.identity-center-user', style: { 'corner-radius': `${card.height / 2}` } },
    { selector: 'node.saml-provider, node.oidc-provider, node.federated-subject', style: { shape: 'cut-rectangle' } },
    { selector: 'node.service', style: { shape: 'rectangle' } },
    {
      selector: 'node.anyone, node.external-account',
      style: { shape: 'cut-rectangle', 'border-width': 2, 'border-color': property('--deny') },
    },
    { selector: 'node.absent', style: { 'border-style': 'dashed' } },
    { selector: 'node.focus', style: { 'border-width': 2.5, 'border-color': property('--accent') } },
    {
      selector: 'node.box',
      style: {
        shape: 'round-rectangle',
        'corner-radius': '14',
        width: 'data(width)',
        height: 'data(height)',
        'background-color': property('--box'),
        'background-image': noIcon,
        'border-width': 1,
        'border-color': property('--line'),
        'z-index': 0,
        'z-index-compare': 'manual',
      },
    },
    { selector: 'node.box.inner', style: { 'background-color': property('--canvas'), 'border-color': property('--line-strong') } },
    {
      // Above the edges, with the colour of its box behind it; the box itself is what is pointed at.
      selector: 'node.title',
      style: {
        shape: 'rectangle',
        width: 'data(width)',
        height: 'data(height)',
        'background-opacity': 0,
        'background-image': noIcon,
        events: 'no',
        label: 'data(label)',
        'text-background-color': property('--box'),
        'text-background-opacity': 1,
        'text-background-padding': '2px',
        'text-background-shape': 'round-rectangle',
        'text-valign': 'top',
        'text-halign': 'right',
        'text-margin-x': ((box: NodeSingular) => 14 - (box.data('width') as number)) as unknown as number,
        'text-margin-y': 'data(titleTop)',
        'text-wrap': 'ellipsis',
        'text-max-width': 'data(labelWidth)',
        'font-family': 'system-ui, sans-serif',
        'font-size': 'data(titleSize)',
        'font-weight': 600,
        color: property('--text-2'),
        'z-index': 7,
        'z-index-compare': 'manual',
      },
    },
    { selector: 'node.title.inner', style: { 'text-background-color': property('--canvas') } },
    {
      selector: 'edge',
      style: {
        width: 1.6,
        'line-color': property('--edge'),
        'target-arrow-color': property('--edge'),
        'target-arrow-shape': 'triangle',
        'arrow-scale': 0.95,
        'curve-style': 'bezier',
        'control-point-step-size': 60,
        // From a card to itself: above it. To its side, the curve would end within the card, and nothing would be drawn.
        'loop-direction': '0deg',
        'loop-sweep': '-60deg',
        label: 'data(label)',
        'font-family': 'system-ui, sans-serif',
        'font-size': 11,
        'min-zoomed-font-size': smallestText,
        'font-weight': 600,
        color: property('--text'),
        'text-background-color': property('--canvas'),
        'text-background-opacity': 1,
        'text-background-padding': '3px',
        'text-background-shape': 'round-rectangle',
        'z-index': 5,
        'z-index-compare': 'manual',
      },
    },
    {
      selector: 'edge.curved',
      style: {
        'curve-style': 'unbundled-bezier',
        'source-endpoint': 'data(leaves)',
        'target-endpoint': 'data(enters)',
        'edge-distances': 'endpoints',
        // From the middle of the edge to where its label has room.
        'text-margin-x': 'data(labelX)',
        'text-margin-y': 'data(labelY)',
        'control-point-weights': ((edge: EdgeSingular) => edge.data('weights') as number[]) as unknown as number[],
        'control-point-distances': ((edge: EdgeSingular) => edge.data('distances') as number[]) as unknown as number[],
      },
    },
    {
      selector: 'edge.conditional',
      style: {
        'line-style': 'dashed',
        'line-dash-pattern': [7, 4],
        'line-color': property('--conditional-line'),
        'target-arrow-color': property('--conditional-line'),
        color: property('--conditional'),
      },
    },
    { selector: 'edge.cross', style: { width: 2.6, 'source-arrow-shape': 'circle', 'source-arrow-color': property('--edge') } },
    { selector: 'edge.cross.conditional', style: { 'source-arrow-color': property('--conditional-line') } },
    { selector: 'edge.several', style: { width: 'data(thickness)' } },
    // No label rather than an invisible one: that of a thousand edges would be measured for nothing.
    { selector: 'edge.quiet', style: { label: '', opacity: 0.6 } },
    { selector: 'edge.unsaid', style: { label: '' } },
    { selector: '.dim', style: { opacity: 0.28 } },
    { selector: 'edge.near, edge.picked, edge.selected', style: { label: 'data(label)', opacity: 1 } },
    { selector: 'edge.picked', style: { 'z-index': 6 } },
    { selector: 'edge.near, edge.selected', style: { 'z-index': 8 } },
    {
      selector: 'edge.selected',
      style: { 'underlay-color': property('--accent'), 'underlay-opacity': 0.35, 'underlay-padding': 5 },
    },
    {
      selector: 'node.selected',
      style: {
        'border-color': property('--accent'),
        'border-width': 2.5,
        'underlay-color': property('--accent'),
        'underlay-opacity': 0.25,
        'underlay-padding': 5,
        'underlay-shape': 'round-rectangle',
        'underlay-corner-radius': 14,
        opacity: 1,
      },
    },
    { selector: 'node.user.selected, node.identity-center-user.selected', style: { 'underlay-corner-radius': card.height / 2 + 5 } },
    { selector: 'node.near', style: { 'border-color': property('--accent') } },
    {
      selector: 'node.principal:selected',
      style: {
        'border-color': property('--accent'),
        'border-width': 3,
        'background-color': property('--accent-soft'),
      },
    },
    {
      selector: 'core',
      style: {
        'active-bg-opacity': 0,
        'selection-box-color': property('--accent'),
        'selection-box-opacity': 0.15,
        'selection-box-border-color': property('--accent'),
        'selection-box-border-width': 1,
      },
    },
  ] as unknown as StylesheetJson;
}
