import { caseName, type TestCase } from './framework.ts';
import { sightingsIn } from './sightings.ts';
import { scanXml } from './xml.ts';

interface Open {
  readonly name: string;
  readonly file: string | undefined;
  status: TestCase['status'];
  error: string;
}

/**
 * Reads JUnit's XML, as most runners can write it, also several documents in one text. Undefined when there is no report
 * in it; one that is cut off ends with the last whole test.
 */
export function parseJUnitXml(
  text: string | undefined,
  workspace: string,
  files: readonly string[],
): TestCase[] | undefined {
  if (text === undefined || !text.includes('<testsuite')) return undefined;
  const cases: TestCase[] = [];
  let open: Open | undefined;
  let inside: string | undefined;
  for (const part of scanXml(text)) {
    if (part.kind === 'text') {
      if (open && inside !== undefined) open.error += part.text;
    } else if (part.kind === 'end') {
      if (part.name === inside) inside = undefined;
      if (part.name === 'testcase' && open) {
        cases.push(closed(open, workspace, files));
        open = undefined;
      }
    } else if (part.name === 'testcase') {
      const { attributes } = part;
      open = {
        name: caseName([attributes.get('classname') ?? '', attributes.get('name') ?? '']),
        file: attributes.get('file'),
        status: 'passed',
        error: '',
      };
    } else if (open && part.name === 'skipped') open.status = 'skipped';
    else if (open && (part.name === 'failure' || part.name === 'error')) {
      open.status = 'failed';
      const type = part.attributes.get('type') ?? '';
      const message = part.attributes.get('message') ?? '';
      // Most repeat both at the head of the text; some have them here only.
      if (open.error === '') open.error = [type, message].filter(Boolean).join(': ');
      open.error += '\n';
      inside = part.name;
    }
  }
  return cases;
}

function closed({ name, file, status, error }: Open, workspace: string, files: readonly string[]): TestCase {
  const [head = '', ...rest] = error.trim().split('\n');
  const text = rest.some(line => line.includes(head)) ? rest.join('\n') : error.trim();
  const exceptions = status === 'failed' ? sightingsIn(text, workspace, files) : [];
  const path = file?.replace(/^\.\//, '');
  return {
    name,
    status,
    ...(path !== undefined && files.includes(path) ? { file: path } : {}),
    ...(status === 'failed' ? { error: text } : {}),
    ...(exceptions.length > 0 ? { exceptions } : {}),
  };
}
