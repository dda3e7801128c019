const longest = 256 * 1024;
const mostPatterns = 2000;
const longestName = 300;

/** The machines that the text of a `~/.ssh/config` means by names, as ssh reads it: the first `HostName` that applies. */
export function sshHosts(config: string): (name: string) => string {
  const blocks: { patterns: readonly string[]; host: string }[] = [];
  let patterns: readonly string[] = ['*'];
  for (const line of config.slice(0, longest).split('\n')) {
    const words = line
      .replaceAll('"', '')
      .trim()
      .split(/[ \t=]+/);
    const [keyword = '', ...values] = words;
    if (/^host$/i.test(keyword)) patterns = values.slice(0, mostPatterns);
    // What `Match` asks for is not known here, and may be a program to be run.
    else if (/^match$/i.test(keyword))
      patterns = values.length === 1 && /^all$/i.test(values[0] ?? '') ? ['*'] : [];
    else if (/^hostname$/i.test(keyword) && values[0] !== undefined)
      blocks.push({ patterns, host: values[0] });
  }
  return name => {
    const found = name.length > longestName ? undefined : blocks.find(block => applies(block.patterns, name));
    return found === undefined ? name : found.host.replaceAll('%h', name).toLowerCase();
  };
}

function applies(patterns: readonly string[], name: string): boolean {
  const isIn = (pattern: string) => matches(pattern.toLowerCase(), name.toLowerCase());
  if (patterns.some(pattern => pattern.startsWith('!') && isIn(pattern.slice(1)))) return false;
  return patterns.some(pattern => !pattern.startsWith('!') && isIn(pattern));
}

/** `*` stands for any text, `?` for one character. Never goes back further than to the last star. */
function matches(pattern: string, name: string): boolean {
  let [at, next, star, from] = [0, 0, -1, 0];
  while (at < name.length) {
    const wanted = pattern[next];
    if (wanted === '*') {
      star = next++;
      from = at;
    } else if (wanted === '?' || wanted === name[at]) {
      next++;
      at++;
    } else if (star >= 0) {
      next = star + 1;
      at = ++from;
    } else return false;
  }
  while (pattern[next] === '*') next++;
  return next === pattern.length;
}
