/** The package brings no types of its own. */
declare module 'cytoscape-fcose' {
  import type { Ext } from 'cytoscape';

  const extension: Ext;
  export default extension;
}
