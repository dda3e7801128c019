import type { ModelRequest } from '../../../agent/src/model/model.ts';

/** All that no person sees. */
export const unseen = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}\p{Co}]/u;

/** What a request tells as data, and what around it. */
export interface Shown {
  readonly quoted: string;
  /** With the same word for every fence. */
  readonly around: string;
  /** Fences that are opened and not closed, or the other way round. */
  readonly unbalanced: boolean;
}

/** All that is no instruction. */
export function toldIn({ messages }: Pick<ModelRequest, 'messages'>): string {
  return messages
    .flatMap(({ parts }) => parts.map(part => ('text' in part ? part.text : JSON.stringify(part.input))))
    .join('\n');
}

/** Takes what is told apart at its fences, as a model has to. */
export function shownIn(told: string, fence: string): Shown {
  const quoted: string[] = [];
  const around: string[] = [];
  let depth = 0;
  let unbalanced = false;
  for (const row of told.split('\n')) {
    if (row.startsWith(`<${fence} `)) depth += 1;
    else if (row === `</${fence}>`) depth -= 1;
    if (depth < 0 || depth > 1) unbalanced = true;
    (depth > 0 || row === `</${fence}>` ? quoted : around).push(row);
  }
  return {
    quoted: quoted.join('\n'),
    around: around.join('\n').replaceAll(fence, 'FENCE'),
    unbalanced: unbalanced || depth !== 0,
  };
}
