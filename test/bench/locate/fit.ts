import path from 'node:path';
import { parseArgs } from 'node:util';
import { readCases } from './case.ts';
import { Checkouts } from './checkout.ts';
import { type Part, type Prepared, prepare } from './fit/prepared.ts';
import { descend, Judge, tellingNames } from './fit/search.ts';
import { presentVector, useVector, type Vector, writeVector } from './fit/weights-file.ts';
import { Random } from './generate/random.ts';

const usage = `usage: node test/bench/locate/fit.ts FOLDER... [--part frame|origin|suspect]... [--weight NAME]... [--write]

Looks for weights of agent/src/locate/weights.json with which these cases are located better, and says how much better
projects are located that the weights were not chosen on. --weight looks at these only. --write keeps them when those are better.
`;
const folds = 3;
const parts: readonly Part[] = ['frame', 'origin', 'suspect'];
const say = (line: string) => process.stdout.write(`${line}\n`);

async function prepareAll(folders: readonly string[], checkouts: Checkouts): Promise<Prepared[]> {
  const prepared: Prepared[] = [];
  for (const folder of folders) {
    const { cases } = await readCases(folder);
    for (const each of cases) {
      try {
        prepared.push(await prepare(each, checkouts));
      } catch (error) {
        say(`Left out: ${each.name}. ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  return prepared;
}

interface Wish {
  /** None: all. */
  readonly weights: readonly string[];
  readonly write: boolean;
}

async function fitPart(part: Part, prepared: readonly Prepared[], wish: Wish): Promise<void> {
  const judge = new Judge(part, prepared);
  const start = presentVector(part);
  const asked = [...start.keys()].filter(name => wish.weights.length === 0 || wish.weights.includes(name));
  const names = await tellingNames(judge, start, asked);
  const projects = new Random(1).shuffled([...new Set(prepared.map(each => each.project))]);
  const foldOf = new Map(projects.map((project, at) => [project, at % folds]));
  let [before, after] = [0, 0];
  for (let fold = 0; fold < folds; fold++) {
    const isHeldOut = (project: string) => foldOf.get(project) === fold;
    const chosen = await descend(judge, start, names, project => !isHeldOut(project));
    const [was, is] = [await judge.quality(start, isHeldOut), await judge.quality(chosen, isHeldOut)];
    say(
      `${part}, fold ${fold + 1}: held-out projects ${was.toFixed(3)} → ${is.toFixed(3)} with ${changes(start, chosen)}`,
    );
    before += was / folds;
    after += is / folds;
  }
  const everyone = () => true;
  const chosen = await descend(judge, start, names, everyone);
  const [was, is] = [await judge.quality(start, everyone), await judge.quality(chosen, everyone)];
  say(
    `${part}: held out ${before.toFixed(3)} → ${after.toFixed(3)}, all ${was.toFixed(3)} → ${is.toFixed(3)}`,
  );
  const isBetter = after > before && is > was;
  say(`${part}: ${isBetter ? changes(start, chosen) : 'the weights stay as they are'}`);
  useVector(part, isBetter ? chosen : start);
  if (wish.write && isBetter) await writeVector(part, chosen);
}

function changes(from: Vector, to: Vector): string {
  const changed = [...to].filter(([name, value]) => from.get(name) !== value);
  return changed.map(([name, value]) => `${name} ${from.get(name)} → ${value}`).join(', ') || 'no change';
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    part: { type: 'string', multiple: true, default: [...parts] },
    weight: { type: 'string', multiple: true, default: [] },
    write: { type: 'boolean', default: false },
  },
});
if (positionals.length === 0) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  const checkouts = await Checkouts.create();
  const prepared = await prepareAll(
    positionals.map(folder => path.resolve(folder)),
    checkouts,
  );
  try {
    say(`${prepared.length} cases`);
    for (const part of parts.filter(each => values.part.includes(each))) {
      await fitPart(part, prepared, { weights: values.weight, write: values.write });
    }
  } finally {
    await Promise.all(prepared.map(each => each.dispose()));
    await checkouts.dispose();
  }
}
