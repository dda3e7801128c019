const longestLine = 500;
const keyword =
  /(?:^|[\s(])(?:def|func|fn|fun|function|sub|proc|method)[\s*]+(?:\([^()]{0,200}\)\s*)?(?:[\p{L}\p{N}_$.:<>]{1,200}[.:])?$/u;
const typeKeyword =
  /(?:^|\s)(?:class|struct|record|interface|enum|object|trait|module|protocol|actor|extension|mixin|type|impl)\s+(?:(?:class|struct)\s+)?(?:[\w.:]{1,200}[.:])?$/;
/** What stands before a name in its declaration: modifiers and types, nothing that computes. */
const head = /^\s*(?:[\p{L}\p{N}_$<>[\],.?@&*:]+\s+)*[*#~&]?$/u;
const notHead =
  /(?:^|\s)(?:return|new|await|throw|yield|else|case|in|of|typeof|delete|go|defer|raise|puts|not|and|or|if|elsif|elif|while|for|foreach|until|unless|switch|catch|match|print|echo|do|from|import|as|is)\s*$/;

/** The lines (from 1) that declare a function with this name, in whatever language. */
export function declarations(lines: readonly string[], name: string): number[] {
  const found: number[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.length <= longestLine && line.includes(name) && declares(lines, at, name)) found.push(at + 1);
  }
  return found;
}

/** Whether a text declares a type with this name. */
export function declaresType(lines: readonly string[], name: string): boolean {
  return lines.some(line => {
    const at = line.length <= longestLine ? wordAt(line, name) : -1;
    return at > 0 && typeKeyword.test(line.slice(0, at));
  });
}

/** The package or namespace that a file says it belongs to; nothing when it does not say. */
export function declaredPackage(lines: readonly string[]): string | undefined {
  for (const line of lines.slice(0, 300)) {
    const found = /^\s*(?:package|namespace)\s+([\p{L}\p{N}_.\\]+)\s*[;{]?\s*$/u.exec(
      line.slice(0, longestLine),
    );
    if (found?.[1] !== undefined) return found[1].replaceAll('\\', '.');
  }
  return undefined;
}

function declares(lines: readonly string[], at: number, name: string): boolean {
  const line = lines[at] ?? '';
  const start = wordAt(line, name);
  if (start < 0) return false;
  const [before, after] = [line.slice(0, start), line.slice(start + name.length)];
  if (keyword.test(before)) return true;
  if (/^\s*[:=]\s*(?:async\b\s*)?(?:function\b|[\w$]+\s*=>|\(.*=>|\([^()]*$)/.test(after))
    return !/[(]\s*$/.test(before);
  if (!head.test(before) || notHead.test(before) || typeKeyword.test(before)) return false;
  const opens = /\{\s*$/.test(after) || /^\s*\{/.test(lines[at + 1] ?? '');
  if (/^\s*(?:<[^<>()]*>)?\(/.test(after)) {
    // Alone on its line it may as well be a call.
    return before.trim() === '' ? opens : !/[;,]\s*$/.test(after) || /=>/.test(after);
  }
  return before.trim() !== '' && /^\s*(?:\{|=>|$)/.test(after) && (opens || /=>|\{/.test(after));
}

function wordAt(line: string, name: string): number {
  for (let at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + 1)) {
    if (!isWord(line[at - 1]) && !isWord(line[at + name.length])) return at;
  }
  return -1;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_$]/u.test(character);
}
