import type { VerifyContext } from '../context.ts';
import { ownFolder, type TestPlan } from '../frameworks/framework.ts';
import { inFolder } from '../project.ts';
import type { Asked, Watched } from './observe.ts';
import { pythonObserver } from './python-observer.ts';
import { pythonValues } from './python-values.ts';

/** A run of tests in pytest or unittest that is watched for what it calls the functions with, and goes on with all versions. */
export function pythonObservation(
  plan: TestPlan,
  context: VerifyContext,
  tests: readonly string[],
  asked: Asked,
): Watched {
  const own = plan.invocation(tests);
  const folder = inFolder(plan.project.folder, ownFolder);
  const told = `${folder}/behaviour-told.json`;
  const { workspace } = context;
  return {
    told,
    files: new Map([
      ...own.files,
      [`${folder}/errata_behaviour.py`, pythonObserver],
      [`${folder}/errata_values.py`, pythonValues],
      [`${folder}/sitecustomize.py`, 'import errata_behaviour\n'],
      [
        `${folder}/behaviour.json`,
        JSON.stringify({ ...asked, root: workspace, told: `${workspace}/${told}` }),
      ],
      [told, ''],
    ]),
    command: own.command,
    cwd: own.cwd,
    env: {
      ...own.env,
      PYTHONHASHSEED: '0',
      PYTHONPATH: [`${workspace}/${folder}`, own.env['PYTHONPATH'] ?? ''].join(':').replace(/:$/, ''),
      PYTEST_ADDOPTS: `${own.env['PYTEST_ADDOPTS'] ?? ''} -p errata_behaviour`,
      ERRATA_BEHAVIOUR: `${workspace}/${folder}/behaviour.json`,
    },
    collect: [told],
  };
}
