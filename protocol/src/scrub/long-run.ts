const shortest = 15;

/** Letters, digits, `_` and `-` are 1; capitals and digits 3. */
const classes = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code);
  classes[code] = /[A-Z\d]/.test(character) ? 3 : /[a-z_-]/.test(character) ? 1 : 0;
}

/**
 * Whether there is a run of 15 or more letters, digits, `_` and `-` with a digit or a capital among them. Every known
 * token has one; most lines of code and prose do not.
 */
export function hasLongRun(text: string): boolean {
  let from = 0;
  // A run that long that begins at `from` covers its last character: from there backwards, most are refuted at once.
  while (from + shortest <= text.length) {
    const last = from + shortest - 1;
    let at = last;
    while (at >= from && classOf(text, at) !== 0) at--;
    if (at >= from) {
      from = at + 1;
      continue;
    }
    let isMixed = false;
    for (at = from; at < text.length; at++) {
      const found = classOf(text, at);
      if (found === 0) break;
      if (found === 3) isMixed = true;
    }
    if (isMixed) return true;
    from = at + 1;
  }
  return false;
}

function classOf(text: string, at: number): number {
  // Beyond the table it is undefined: no part of a run.
  return classes[text.charCodeAt(at)] ?? 0;
}
