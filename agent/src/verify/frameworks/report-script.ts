import { inFolder } from '../project.ts';
import { ownFolder } from './framework.ts';

const scriptFile = `${ownFolder}/run-tests.sh`;
const clockFile = `${ownFolder}/clock`;
const xmlFile = `${ownFolder}/report.xml`;

/**
 * Runs a command and gathers the JUnit reports that it wrote, wherever they are. Older ones, which an earlier build left
 * in the working folder, say nothing about this run. File times move in steps, so the command waits for the next one.
 */
const script = `while : > ${clockFile} && ! [ ${clockFile} -nt ${scriptFile} ]; do :; done
"$@"
code=$?
find . -name node_modules -prune -o -name .git -prune -o -name '*.xml' -type f -newer ${scriptFile} -exec grep -l '<testsuite' {} + |
  while IFS= read -r file; do cat "$file"; echo; done > ${xmlFile}
exit $code
`;

/** A command run in a folder so that its JUnit reports come back as one text, and where that text is. */
export function gatheringReports(
  folder: string,
  command: readonly string[],
): { files: ReadonlyMap<string, string>; command: readonly string[]; report: string } {
  return {
    files: new Map([[inFolder(folder, scriptFile), script]]),
    command: ['sh', scriptFile, ...command],
    report: inFolder(folder, xmlFile),
  };
}
