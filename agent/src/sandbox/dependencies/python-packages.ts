import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { t } from '@vscode/l10n';
import { plainText } from '../runtime/wanted.ts';
import { WORKSPACE } from '../workspace-path.ts';
import type { Demand } from './layer.ts';
import { contentsOf, projectFiles } from './project-files.ts';
import {
  lockedVersions,
  pipfileRequirements,
  pipfileVersions,
  projectRequirements,
  type Requirements,
  requirementLines,
} from './python-requirements.ts';

const INSTALLERS: readonly [file: string, byHand: string][] = [
  ['uv.lock', 'uv sync'],
  ['poetry.lock', 'poetry config --local virtualenvs.in-project true && poetry install'],
  ['Pipfile.lock', 'PIPENV_VENV_IN_PROJECT=1 pipenv install --dev'],
  ['Pipfile', 'PIPENV_VENV_IN_PROJECT=1 pipenv install --dev'],
  ['requirements.txt', 'python3 -m venv .venv && .venv/bin/pip install -r requirements.txt'],
  ['pyproject.toml', 'python3 -m venv .venv && .venv/bin/pip install -e .'],
];
/** Beside `requirements.txt`, what tests need. */
const FOR_TESTS = [
  'requirements-dev.txt',
  'requirements-test.txt',
  'dev-requirements.txt',
  'test-requirements.txt',
];
/** A folder of the project that wheels are taken from. */
const OWN_WHEELS = /^(?:-f|--find-links)[=\s]\s*(?!\w+:|\/)/;
const ENVIRONMENT = '.venv';
const MOST_BYTES = 4 * 1024 * 1024;

export interface Interpreter {
  readonly version: string;
  readonly program: string;
}

/** The packages that the folder `below` a workspace asks for, where it has no virtual environment. */
export function pythonDemand(
  dir: string,
  below: string,
  { version, program }: Interpreter,
): Demand | undefined {
  if (['.venv', 'venv'].some(name => existsSync(join(dir, name)))) return undefined;
  const asked = requirementsIn(dir);
  if (asked === undefined) return undefined;
  const asksForNothing = asked.lines.length + asked.wheels.length === 0;
  if (asksForNothing && !asked.source.endsWith('.lock')) return undefined;
  const { source, byHand, lines, pins, wheels, leftOut } = asked;
  const files = new Map<string, string | Buffer>([
    ['requirements.txt', `${[...lines, ...wheels.map(wheel => `./${wheel}`)].join('\n')}\n`],
    ['constraints.txt', `${pins.join('\n')}\n`],
    ...contentsOf(dir, wheels),
    ...(lines.some(line => OWN_WHEELS.test(line))
      ? contentsOf(
          dir,
          projectFiles(dir, name => name.endsWith('.whl')),
        )
      : []),
  ]);
  return {
    source,
    missing: t("There is no virtual environment, so only the system's Python packages are seen."),
    byHand,
    ...refusalOf(asksForNothing),
    files,
    runtime: `python ${version} ${program} ${process.platform} ${process.arch}`,
    steps: stage => [
      {
        command: [program, '-m', 'venv', '--without-pip', '--system-site-packages', join(stage, ENVIRONMENT)],
      },
      {
        // What has no wheel would be built by its own code.
        command: [
          ...([join(stage, ENVIRONMENT, 'bin/python'), '-m', 'pip', 'install'] as const),
          ...['--only-binary', ':all:', '--no-compile', '--ignore-installed', '--no-warn-script-location'],
          ...['-r', 'requirements.txt', '-c', 'constraints.txt'],
        ],
        env: { PIP_NO_INPUT: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_REQUIRE_VIRTUALENV: '0' },
      },
    ],
    result: stage => {
      pointToWorkspace(join(stage, ENVIRONMENT, 'bin'), stage, below);
      const notes =
        leftOut.length === 0
          ? []
          : [t('{0} was left out, since it would have to be built', leftOut.slice(0, 3).join(', '))];
      return { notes, folders: [ENVIRONMENT] };
    },
  };
}

function refusalOf(asksForNothing: boolean): { refusal?: string } {
  if (asksForNothing) return { refusal: t('what it asks for could not be read') };
  if (process.platform === 'linux') return {};
  return { refusal: t('what is installed here would not run in a container') };
}

function requirementsIn(dir: string): (Requirements & { source: string; byHand: string }) | undefined {
  const read = (path: string) => (path.startsWith('..') ? undefined : plainText(join(dir, path), MOST_BYTES));
  const toml = read('pyproject.toml') ?? '';
  const plain = { wheels: [], leftOut: [] };
  for (const [source, byHand] of INSTALLERS) {
    const text = read(source);
    if (text === undefined) continue;
    const about = { source, byHand };
    switch (source) {
      case 'uv.lock':
      case 'poetry.lock':
        return { ...about, ...plain, lines: projectRequirements(toml), pins: lockedVersions(text) };
      case 'Pipfile.lock':
        return { ...about, ...plain, lines: pipfileVersions(text), pins: [] };
      case 'Pipfile':
        return { ...about, ...plain, lines: pipfileRequirements(text), pins: [] };
      case 'pyproject.toml':
        return { ...about, ...plain, lines: projectRequirements(toml), pins: [] };
      default: {
        const parts = [source, ...FOR_TESTS].map(file => requirementLines(file, read));
        const all = (pick: (part: Requirements) => readonly string[]) => [...new Set(parts.flatMap(pick))];
        return {
          ...about,
          ...{ lines: all(part => part.lines), pins: all(part => part.pins) },
          ...{ wheels: all(part => part.wheels), leftOut: all(part => part.leftOut) },
        };
      }
    }
  }
  return undefined;
}

/** Scripts of a virtual environment name the interpreter by the path that it will have inside. */
function pointToWorkspace(bin: string, stage: string, below: string): void {
  const inside = below === '' ? WORKSPACE : `${WORKSPACE}/${below}`;
  for (const entry of readdirSync(bin, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(bin, entry.name);
    const text = readFileSync(path, 'latin1');
    if (text.startsWith(`#!${stage}/`) || text.startsWith(`#!"${stage}/`))
      writeFileSync(path, text.replace(stage, inside), 'latin1');
  }
}
