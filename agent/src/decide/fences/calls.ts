import type { Family } from '../../language/language.ts';
import { familyOf } from '../../language/languages.ts';
import type { Fence } from './fence.ts';
import { isTestPath } from './tests.ts';

interface CallRule {
  readonly rule: 'network' | 'process' | 'eval' | 'deletes-files';
  readonly pattern: RegExp;
}

const javascript: readonly CallRule[] = [
  {
    rule: 'network',
    pattern:
      /(?<![.\w$])fetch\s*\(|\b(?:globalThis|window|self)\s*(?:\.\s*fetch\b|\[)|\bnew\s+(?:XMLHttpRequest|WebSocket|EventSource)\b|\bnavigator\.sendBeacon\b|['"](?:node:)?(?:https?|http2|net|tls|dgram|dns)(?:\/promises)?['"]|['"](?:axios|got|undici|node-fetch|superagent|request|ws|nodemailer|ssh2)['"]|\b(?:axios|got|superagent|https?|net|tls)\s*\.\s*(?:get|post|put|patch|delete|request|connect|createConnection)\s*\(/g,
  },
  {
    rule: 'process',
    pattern:
      /\bchild_process\b|(?<![.\w$])(?:exec|execFile|spawn|fork|execa)(?:Sync)?\s*\(|['"](?:execa|shelljs|cross-spawn|zx)['"]|\bprocess\s*\.\s*(?:exit|kill|abort|binding|dlopen|chdir|setuid|setgid)\b|\bworker_threads\b/g,
  },
  {
    rule: 'eval',
    pattern:
      /(?<![.\w$])eval\b|\bFunction\s*\(|\.\s*constructor\s*\(|\[\s*['"`]constructor['"`]\s*\]|['"](?:node:)?vm['"]|\bvm\s*\.\s*\w*(?:run|compile|Script)\w*|(?<![.\w$])import\s*\((?!\s*['"])|(?<![.\w$])require\s*\((?!\s*['"])|\bset(?:Timeout|Interval)\s*\(\s*['"`]/g,
  },
  { rule: 'deletes-files', pattern: /\b(?:rmdir|rm|unlink|rimraf)(?:Sync)?\s*\(/g },
];

const python: readonly CallRule[] = [
  {
    rule: 'network',
    pattern:
      /\b(?:import|from)\s+(?:socket|ssl|urllib\w*|http|requests|httpx|aiohttp|ftplib|smtplib|telnetlib|xmlrpc|paramiko|websockets?|asyncssh|boto3?|pycurl)\b|\b(?:requests|httpx|aiohttp|urllib\.request|http\.client|smtplib|ftplib)\s*\.\s*\w+\s*\(|\bsocket\s*\.\s*(?:socket|create_connection)\b|\burlopen\s*\(|\bopen_connection\s*\(/g,
  },
  {
    rule: 'process',
    pattern:
      /\b(?:import|from)\s+(?:subprocess|pty|multiprocessing|ctypes|cffi|signal|pexpect|sh)\b|\bsubprocess\s*\.|\bos\s*\.\s*(?:system|popen|exec\w*|spawn\w*|fork\w*|kill\w*|posix_spawn\w*|_exit|set[ug]id|chdir)\b|\bcreate_subprocess_\w+|\bsys\s*\.\s*exit\b|(?<![.\w])(?:exit|quit)\s*\(/g,
  },
  {
    rule: 'eval',
    pattern:
      /(?<![.\w])(?:eval|exec|compile|__import__)\s*\(|\b__builtins__\b|\bimportlib\b|\b(?:builtins)\b|\b(?:pickle|marshal|dill|shelve)\b|\byaml\s*\.\s*(?:load|unsafe_load)\b|\b__subclasses__\b|\b__globals__\b|\brunpy\b/g,
  },
  {
    rule: 'deletes-files',
    pattern: /\bshutil\s*\.\s*rmtree\b|\bos\s*\.\s*(?:remove|unlink|rmdir|removedirs)\b|\.unlink\s*\(/g,
  },
];

const rules: Readonly<Partial<Record<Family, readonly CallRule[]>>> = { javascript, python };

/** A test may talk to the server that it started itself. */
const ownServer = /(?<![.\w$])fetch\(`http:\/\/127\.0\.0\.1:\$\{port\}\//g;
/** Erased before anything runs. */
const typeImport = /^import type .*$/gm;

const explained: Readonly<Record<CallRule['rule'], string>> = {
  network: 'reaches for the network',
  process: 'starts, ends or steers processes',
  eval: 'runs code made from text, or reaches code by a name made at run time',
  'deletes-files': 'deletes files',
};

/**
 * A fix may not bring in calls that reach outside. Counted in the whole text, comments and strings included: too many
 * questions to a person are better than one too few.
 */
export const callFence: Fence = changes =>
  changes.flatMap(({ path, before, after }) => {
    const family = familyOf(path);
    if (family === undefined || after === null) return [];
    const now = isTestPath(path) ? after.replace(ownServer, '') : after;
    return (rules[family] ?? []).flatMap(({ rule, pattern }) => {
      const old = occurrences(before ?? '', pattern);
      const added = [...occurrences(now.replace(typeImport, ''), pattern)].find(
        ([text, times]) => times > (old.get(text) ?? 0),
      );
      if (added === undefined) return [];
      const message = `${path} newly ${explained[rule]}: "${added[0]}".`;
      return [{ rule, path, message, severity: 'approval' as const }];
    });
  });

function occurrences(text: string, pattern: RegExp): Map<string, number> {
  const found = new Map<string, number>();
  for (const [match] of text.matchAll(pattern)) {
    const key = match.replace(/\s+/g, '');
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  return found;
}
