import unitTests from '../../.mocharc.json' with { type: 'json' };

/** A check is one command that passes or fails as a whole. */
export interface CheckSuite {
  readonly kind: 'check';
  readonly name: string;
  /** The npm script that does it. */
  readonly script: string;
  readonly timeoutMs: number;
}

export interface MochaSuite {
  readonly kind: 'mocha';
  readonly name: string;
  /** Globs of the test files. */
  readonly files: readonly string[];
  readonly exclude: readonly string[];
  /** For one test, unless it sets its own. */
  readonly testTimeoutMs: number;
  readonly timeoutMs: number;
  /** Among how many processes the files are shared out, which run at once. */
  readonly sideBySide: number;
  /** Whether each test gets a line of its own, for suites of few and slow tests. */
  readonly perTest: boolean;
}

export type Suite = CheckSuite | MochaSuite;

const MINUTE = 60_000;

/** Everything that `npm test` runs, stage after stage; the suites of one stage run at once. */
export const STAGES: readonly (readonly Suite[])[] = [
  [
    { kind: 'check', name: 'types', script: 'types', timeoutMs: 5 * MINUTE },
    { kind: 'check', name: 'lint', script: 'lint', timeoutMs: 5 * MINUTE },
    { kind: 'check', name: 'walls', script: 'walls', timeoutMs: 5 * MINUTE },
    {
      kind: 'mocha',
      name: 'unit',
      files: unitTests.spec,
      exclude: unitTests.ignore,
      testTimeoutMs: unitTests.timeout,
      timeoutMs: 15 * MINUTE,
      sideBySide: 2,
      perTest: false,
    },
  ],
  [
    {
      kind: 'mocha',
      name: 'integration',
      files: [
        'agent/src/**/*.integration.test.ts',
        'log-center/src/**/*.integration.test.ts',
        'protocol/src/**/*.integration.test.ts',
        'test/**/*.test.ts',
        'examples/repository/**/*.test.ts',
      ],
      exclude: ['test/editor/**', 'test/l10n/**', 'test/docs/**'],
      testTimeoutMs: 2 * MINUTE,
      timeoutMs: 50 * MINUTE,
      sideBySide: 2,
      perTest: true,
    },
  ],
  [
    {
      kind: 'mocha',
      name: 'editor',
      files: ['test/editor/**/*.test.ts'],
      exclude: [],
      testTimeoutMs: 2 * MINUTE,
      timeoutMs: 40 * MINUTE,
      sideBySide: 1,
      perTest: true,
    },
  ],
];
