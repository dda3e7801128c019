import assert from 'node:assert/strict';
import fc from 'fast-check';
import { obstacleIn } from './obstacles.ts';

const said: readonly (readonly [output: string, sentence: RegExp])[] = [
  ['Error: connect ECONNREFUSED 127.0.0.1:5432', /127\.0\.0\.1:5432 refuses connections/],
  ['connection to server at "localhost", port 5432 failed: Connection refused', /a connection was refused/],
  ['dial tcp [::1]:6379: connect: connection refused', /service that is not there/],
  [
    'redis.exceptions.ConnectionError: Error 111 connecting to localhost:6379. Connection refused.',
    /service/,
  ],
  ['getaddrinfo EAI_AGAIN db', /service or the network/],
  [
    'Downloading https://services.gradle.org/distributions/gradle-8.5-bin.zip\n\nException in thread "main" java.net.UnknownHostException: services.gradle.org',
    /gradle-8\.5-bin\) was never downloaded/,
  ],
  ['Cannot access central (https://repo.maven.apache.org/maven2) in offline mode', /never downloaded/],
  ["Error: Cannot find module 'left-pad'", /^left-pad cannot be found/],
  ["ModuleNotFoundError: No module named 'flask'", /^flask cannot be found/],
  ['sh: 1: cargo: not found', /^cargo is not on this machine/],
  ['OSError: [Errno 28] No space left on device', /more than a sandbox may hold/],
  ['FATAL ERROR: JavaScript heap out of memory', /more memory/],
];

describe('what keeps tests from running', () => {
  it('is told by their output', () => {
    for (const [output, sentence] of said)
      assert.match(obstacleIn(`x\n${output}\ny`) ?? '', sentence, output);
    assert.equal(obstacleIn('AssertionError: 1 is not 2'), undefined);
  });

  it('is looked for in any text', () => {
    fc.assert(fc.property(fc.string(), text => void obstacleIn(text)));
  });
});
