import { relativeTo } from '../../project.ts';
import { stringLiteral } from './source.ts';
import type { JavascriptStyle } from './style.ts';
import type { TestBody } from './test-file.ts';

/** A script that goes on running, like a server, is taken to be well after this time; mocha gives a test 2 s. */
const patience = 1_500;

/** Writes the body of a test that runs a script as a process of its own, from the project's folder. */
export function scriptRun(
  script: string,
  folder: string,
  style: JavascriptStyle,
  exception: string,
): TestBody {
  const path = relativeTo(folder, script);
  const started = `spawnSync(process.execPath, [${stringLiteral(path, style.quote)}], {`;
  return {
    subject: path,
    title: `does not raise a ${exception} when it is run`,
    bindings: [{ module: { package: 'node:child_process' }, name: 'spawnSync', kind: 'named' }],
    async: false,
    lines: [
      `const { status, stderr } = ${started}`,
      `${style.indent}encoding: ${stringLiteral('utf8', style.quote)},`,
      `${style.indent}timeout: ${patience},`,
      '});',
      '',
      ...assertions(exception, style),
    ],
  };
}

function assertions(exception: string, style: JavascriptStyle): string[] {
  switch (style.assertions) {
    case 'assert':
      return [`assert.doesNotMatch(stderr, /${exception}/);`, 'assert.notEqual(status, 1, stderr);'];
    case 'expect':
      return [`expect(stderr).not.toMatch(/${exception}/);`, 'expect(status).not.toBe(1);'];
    case 'chai':
      return [`expect(stderr).to.not.match(/${exception}/);`, 'expect(status).to.not.equal(1);'];
  }
}
