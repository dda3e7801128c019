import type { LineCoverage, Report } from './coverage.ts';

const tag = /<(package|sourcefile|line)\b([^<>]{0,500})>/g;
const attribute = /(\w{1,20})="([^"]{0,300})"/g;

/** The XML of JaCoCo: of each line how many instructions ran (`ci`) and were missed (`mi`). */
export function readJaCoCo(text: string): Report {
  const report: Report = new Map();
  let folder = '';
  let lines: Map<number, LineCoverage> | undefined;
  for (const [, name, rest = ''] of text.matchAll(tag)) {
    const given = new Map([...rest.matchAll(attribute)].map(([, key = '', value = '']) => [key, value]));
    if (name === 'package') folder = given.get('name') ?? '';
    else if (name === 'sourcefile') {
      lines = new Map();
      report.set(`${folder}/${given.get('name') ?? ''}`, lines);
    } else lines?.set(Number(given.get('nr')), { hits: Number(given.get('ci') ?? 0) });
  }
  return report;
}
