import { type Expression, readExpression } from './expression.ts';
import { findsIn } from './expression-machine.ts';
import type { Claim, OwnerRules } from './rules.ts';

/** What Gitea and Forgejo write before and behind a rule's expression. */
const wrapped = (rule: string) => `^${rule}$`;
const owner = /^@?[\w][\w.-]*(?:\/[\w][\w.-]*)?$/;

/**
 * Gitea's and Forgejo's form: regular expressions of Go for the whole path, turned around by `!`; the owners of all
 * rules that match count. The expressions are run by a machine of our own, in linear time.
 */
export function giteaRules(text: string): OwnerRules {
  const rules: (Claim & { expression: Expression; negative: boolean })[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [pattern = '', ...named] = fields(line);
    const owners = named
      .filter(name => owner.test(name))
      .map(name => (name.startsWith('@') ? name : `@${name}`));
    if (owners.length === 0) continue;
    const negative = pattern.startsWith('!');
    const expression = readExpression(wrapped(negative ? pattern.slice(1) : pattern));
    if (expression !== undefined) rules.push({ pattern, owners, expression, negative });
  }
  return {
    claimsOn: path =>
      rules
        .filter(({ expression, negative }) => findsIn(expression, path) !== negative)
        .map(({ pattern, owners }) => ({ pattern, owners })),
  };
}

/** The words of a line up to a comment. `\` takes the meaning of the character behind it away, and goes. */
function fields(line: string): string[] {
  const found: string[] = [];
  let word = '';
  let escaped = false;
  for (const character of line) {
    if (!escaped && character === '#') break;
    if (!escaped && character === '\\') escaped = true;
    else if (!escaped && /\s/.test(character)) {
      if (word !== '') found.push(word);
      word = '';
    } else {
      word += character;
      escaped = false;
    }
  }
  return word === '' ? found : [...found, word];
}
