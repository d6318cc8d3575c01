/**
 * Ends this process when the one that started it is gone. `npm start` runs through a shell that passes no signal on: when npm is told
 * to end, the shell ends, and without this the server would stay, holding its port.
 */

/** Asks this process to end (SIGTERM, so that it closes in order) within half a second of the death of its parent. */
export function endWithParent() {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  timer.unref();
}
