import type { Operator } from '../edit.ts';
import { cases } from './cases.ts';
import { conditions } from './conditions.ts';
import { confusedOperators } from './confused.ts';
import { expressions } from './expressions.ts';
import { fallbacks } from './fallbacks.ts';
import { flags } from './flags.ts';
import { insertions } from './insertions.ts';
import { members } from './members.ts';
import { moves } from './moves.ts';
import { numerics } from './numerics.ts';
import { parts } from './parts.ts';
import { receivers } from './receivers.ts';
import { results } from './results.ts';
import { reuse } from './reuse.ts';
import { running } from './running.ts';
import { steps } from './steps.ts';
import { swaps } from './swaps.ts';
import { twins } from './twins.ts';
import { updates } from './updates.ts';
import { variables } from './variables.ts';
import { wraps } from './wraps.ts';

/** Every family of edits. */
export const operators: readonly Operator[] = [
  confusedOperators,
  steps,
  swaps,
  variables,
  members,
  conditions,
  parts,
  wraps,
  expressions,
  results,
  cases,
  fallbacks,
  flags,
  twins,
  updates,
  insertions,
  moves,
  numerics,
  receivers,
  reuse,
  running,
];
