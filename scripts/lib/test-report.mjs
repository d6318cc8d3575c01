/** Reads what vitest's JSON reporter wrote: the counts of the closing line, and what was skipped. */

/**
 * @typedef {{ fullName: string, status: string }} Test
 * @typedef {{ name: string, status: string, assertionResults: readonly Test[] }} TestFile
 * @typedef {{ testResults: readonly TestFile[] }} Report
 */

/**
 * Counts the tests of a report (null if vitest never wrote one). A file that does not load counts as one failure, and so does
 * a run that ends badly, or runs nothing, with no failed test to show for it.
 * @param {Report | null} report
 * @param {number} exitCode vitest's own
 */
export function countTests(report, exitCode) {
  const files = report?.testResults ?? [];
  const tests = files.flatMap((file) => file.assertionResults.map((test) => ({ file: file.name, ...test })));
  const withStatus = (/** @type {string} */ status) => tests.filter((test) => test.status === status);
  const passed = withStatus('passed').length;
  const unloadable = files.filter((file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'));
  const failed = withStatus('failed').length + unloadable.length;
  const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
  const failedUnseen = failed === 0 && (exitCode !== 0 || tests.length === 0);
  return { passed, failed: failedUnseen ? 1 : failed, skipped };
}

/**
 * `N passed, N failed`, with `, N skipped` where there are any.
 * @param {ReturnType<typeof countTests>} counts
 */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
}
