import type { Exception } from '@errata/protocol/event';
import { t } from '@vscode/l10n';
import weights from '../../locate/weights.json' with { type: 'json' };
import type { MappedPlace } from '../mapped.ts';
import { wordsOf } from '../names.ts';
import type { SourceIndex } from '../sources.ts';
import { type Called, call, functionsCalled } from './called.ts';
import type { Candidate } from './candidate.ts';
import { scopeAt } from './scope.ts';

const mostFound = 6;
const deeper = 0.55;

/**
 * When a test failed in its own file: the functions of the program that the failing line exercises, likeliest first:
 * those called on it, those that made what it compares, those called before it in the test.
 */
export async function testedCode(
  failing: MappedPlace,
  exception: Exception,
  index: SourceIndex,
): Promise<Candidate[]> {
  const scope = await scopeAt(index, failing.file, failing.line);
  const test = await index.file(failing.file);
  if (scope === undefined || test === undefined) return [];
  const story = `${scope.symbol ?? ''} ${failing.frame.function ?? ''} ${exception.value.slice(0, 500)}`;
  const told = new Set(wordsOf(story).filter(word => word.length > 3));
  const found = (await functionsCalled(scope, failing.line, test, index)).map(each => {
    const spoken = wordsOf(each.name).some(word => told.has(word)) ? 1.1 : 1;
    return { each, score: Math.min(0.95, weights.origin.tested * each.weight * each.affinity * spoken) };
  });
  const first = found.sort((a, b) => b.score - a.score).slice(0, mostFound);
  return [
    ...first.map(({ each, score }) => asCandidate(each, score, sayTested(each))),
    ...first.slice(0, 2).flatMap(({ each, score }) => callees(each, score)),
  ];
}

/** The functions that made what a line of the program failed on, or decided that it throws. */
export async function calledBefore(
  place: MappedPlace,
  failed: string | undefined,
  index: SourceIndex,
): Promise<Candidate[]> {
  const scope = await scopeAt(index, place.file, place.line);
  const source = await index.file(place.file);
  if (scope === undefined || source === undefined || source.test) return [];
  const found = await functionsCalled(scope, place.line, source, index, failed);
  const score = failed === undefined ? weights.origin.called : weights.origin.result;
  return found
    .filter(({ weight, affinity }) => weight > 0.7 && affinity > 0.6)
    .slice(0, 3)
    .map((each, at) =>
      asCandidate(
        each,
        score * each.weight * each.affinity * 0.9 ** at,
        t('the failing line depends on what it gives'),
      ),
    );
}

function asCandidate({ source, info }: Called, score: number, reason: string): Candidate {
  return { file: source.path, line: info.startLine, symbol: info.qualifiedName, score, reason };
}

function sayTested({ weight }: Called): string {
  return weight > 0.7
    ? t('the failing line of the test exercises it')
    : t('the test exercises it before it fails');
}

/** What a function calls in its own file: the mistake may lie one step further down. */
function callees(caller: Called, score: number): Candidate[] {
  const { info, source } = caller;
  const inside = new Set([...info.node.text.slice(0, 20_000).matchAll(call)].map(match => match[2]));
  return source.language
    .functions(source.tree)
    .filter(other => other !== info && other.name !== '' && inside.has(other.name))
    .slice(0, 3)
    .map((other, at) =>
      asCandidate(
        { ...caller, info: other },
        score * deeper * 0.9 ** at,
        t('{0}, which the test exercises, calls it', info.name),
      ),
    );
}
