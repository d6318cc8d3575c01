/** Says in one line that this Node is too old, before anything that an old Node cannot parse is loaded. */

const OLDEST = 20;

/** Ends the process with code 1 on a Node older than Rolepath can run on. */
export function requireNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= OLDEST) return;
  console.error(`Rolepath needs Node ${OLDEST} or later; this is Node ${process.versions.node}.`);
  console.error('Install a current Node from https://nodejs.org (or `nvm install` in this folder) and run the same command again.');
  process.exit(1);
}
