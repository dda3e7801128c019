/**
 * A reporter for any mocha since the third, on any Node since the eighth: one line of JSON per test as it ends, so that
 * nothing of it depends on how the run ends, and a last line that says that it did. Loads before the tests what
 * `ERRATA_WATCH` names.
 */
export const mochaReporter = `'use strict';
const fs = require('fs');

const watch = process.env.ERRATA_WATCH ? require(process.env.ERRATA_WATCH) : undefined;
const out = fs.openSync(process.env.ERRATA_REPORT, 'a');

function write(line) {
  fs.writeSync(out, JSON.stringify(line) + '\\n');
}

module.exports = function (runner) {
  const told = (test, status, error) => {
    const known = error || {};
    write({
      title: test.fullTitle(),
      file: test.file || undefined,
      status: status,
      error: status === 'failed' ? String(known.stack || known.message || error) : undefined,
    });
  };
  runner.on('pass', test => told(test, 'passed'));
  runner.on('pending', test => told(test, 'skipped'));
  runner.on('fail', (test, error) => told(test, 'failed', error));
  runner.on('end', () => {
    write({ end: true });
    // Old ones wait for a stream that nothing was written to, as long as a server of the tests is up.
    setTimeout(() => process.exit(runner.failures > 0 ? 1 : 0), 1000).unref();
  });
  if (watch) watch.mocha(runner, (test, message) => {
    told(test, 'failed', { message: message });
    write({ end: true });
  });
};
`;
