import { readGoProfile } from './go-profile.ts';
import { readIstanbul } from './istanbul.ts';
import { readJaCoCo } from './jacoco.ts';
import { readLcov } from './lcov.ts';
import { readCoveragePy } from './python-json.ts';

/** What tests ran of one line. */
export interface LineCoverage {
  hits: number;
  /** The tests that ran it, where the report tells. */
  tests?: Set<string>;
}

/** Lines that a report knows, by the file as it calls it. */
export type Report = Map<string, Map<number, LineCoverage>>;

const places: readonly (readonly [path: string, read: (text: string) => Report])[] = [
  ['coverage/lcov.info', readLcov],
  ['lcov.info', readLcov],
  ['coverage/coverage-final.json', readIstanbul],
  ['coverage.json', readCoveragePy],
  ['coverage/coverage.json', readCoveragePy],
  ['coverage.out', readGoProfile],
  ['cover.out', readGoProfile],
  ['coverage.txt', readGoProfile],
  ['target/site/jacoco/jacoco.xml', readJaCoCo],
  ['build/reports/jacoco/test/jacocoTestReport.xml', readJaCoCo],
];

/** What tests run of a program, as far as a report of it lies where tools leave them. */
export class Coverage {
  readonly #report: Report;

  constructor(report: Report) {
    this.#report = report;
  }

  /** The first report that can be read; undefined without one. `read` gives a file of the checkout. */
  static async find(read: (path: string) => Promise<string | undefined>): Promise<Coverage | undefined> {
    for (const [path, parse] of places) {
      const text = await read(path);
      const report = text === undefined ? undefined : parsed(text, parse);
      if (report && report.size > 0) return new Coverage(report);
    }
    return undefined;
  }

  /** What is known of a line; undefined where it is no statement, or its file is not in the report. */
  line(file: string, line: number): LineCoverage | undefined {
    const named = this.#report.get(file) ?? this.#bySuffix(file);
    return named?.get(line);
  }

  /**
   * How a line goes with a failing test, 0…1 (Ochiai): of the tests that ran it, whether that one is among them.
   * Undefined where the report does not tell tests apart.
   */
  suspicion(file: string, line: number, failing: string): number | undefined {
    const { tests } = this.line(file, line) ?? {};
    if (tests === undefined || tests.size === 0) return undefined;
    const failed = [...tests].some(test => test.includes(failing));
    return failed ? 1 / Math.sqrt(tests.size) : 0;
  }

  #bySuffix(file: string): Map<number, LineCoverage> | undefined {
    for (const [path, lines] of this.#report)
      if (path.endsWith(`/${file}`) || file.endsWith(`/${path}`)) return lines;
    return undefined;
  }
}

function parsed(text: string, parse: (text: string) => Report): Report | undefined {
  try {
    return parse(text);
  } catch {
    // A report of another tool, or half of one: as good as none.
    return undefined;
  }
}
