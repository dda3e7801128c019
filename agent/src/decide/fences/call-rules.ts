import type { Family } from '../../language/language.ts';

/** What a fix may not bring in unasked, in one language. */
export interface CallRule {
  readonly rule: 'network' | 'process' | 'eval' | 'deletes-files' | 'environment';
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
  { rule: 'environment', pattern: /\bprocess\s*(?:\?\.|\.)\s*env\b(?!\s*(?:\?\.|[.[]))|\bprocess\s*\[/g },
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
  { rule: 'environment', pattern: /\bos\s*\.\s*environb?\b(?!\s*(?:\[|\.\s*get\b))/g },
];

const go: readonly CallRule[] = [
  {
    rule: 'network',
    pattern:
      /"(?:net(?:\/\w+)*|crypto\/tls|golang\.org\/x\/net[^"]*)"|\b(?:http|net)\s*\.\s*(?:Get|Head|Post\w*|NewRequest\w*|Dial\w*|Listen\w*|Client)\b/g,
  },
  {
    rule: 'process',
    pattern:
      /"(?:os\/exec|syscall|golang\.org\/x\/sys[^"]*)"|\bexec\s*\.\s*Command\w*|\bos\s*\.\s*(?:Exit|StartProcess|Chdir)\b|\blog\s*\.\s*Fatal\w*/g,
  },
  { rule: 'eval', pattern: /"(?:plugin|unsafe|C)"|\bunsafe\s*\.\s*\w+|^\/\/go:(?:linkname|generate)\b/gm },
  { rule: 'deletes-files', pattern: /\bos\s*\.\s*(?:Remove(?:All)?|Truncate)\b|\bsyscall\s*\.\s*Unlink\b/g },
  { rule: 'environment', pattern: /\bos\s*\.\s*Environ\b/g },
];

const java: readonly CallRule[] = [
  {
    rule: 'network',
    pattern:
      /\bjavax?\.(?:net|rmi|naming)\b|\bnew\s+(?:URL|URI|Socket|ServerSocket|DatagramSocket|RestTemplate|OkHttpClient)\b|\b(?:HttpClient|HttpURLConnection|WebClient|InitialContext)\b/g,
  },
  {
    rule: 'process',
    pattern: /\bProcessBuilder\b|\bgetRuntime\b|\bSystem\s*\.\s*(?:exit|load\w*)\b|\bProcessHandle\b/g,
  },
  {
    rule: 'eval',
    pattern:
      /\bScriptEngine\w*|\bClass\s*\.\s*forName\b|\bClassLoader\b|\bjava\.lang\.(?:reflect|invoke)\b|\bObjectInputStream\b|\bsetAccessible\b|\bSpelExpressionParser\b/g,
  },
  {
    rule: 'deletes-files',
    pattern: /\bdelete(?:IfExists|OnExit|Directory|Recursively|Quietly)?\s*\(\s*\)|\bFiles\s*\.\s*delete\w*/g,
  },
  { rule: 'environment', pattern: /\bgetenv\s*\(\s*\)|\bgetProperties\s*\(\s*\)/g },
];

const csharp: readonly CallRule[] = [
  {
    rule: 'network',
    pattern: /\bSystem\.Net\b|\b(?:HttpClient|WebClient|WebRequest|TcpClient|UdpClient|Socket|SmtpClient)\b/g,
  },
  {
    rule: 'process',
    pattern:
      /\bSystem\.Diagnostics\.Process\b|\bProcess\s*\.\s*Start\b|\bProcessStartInfo\b|\bEnvironment\s*\.\s*(?:Exit|FailFast)\b|\bDllImport\b/g,
  },
  {
    rule: 'eval',
    pattern:
      /\bSystem\.Reflection\b|\bAssembly\s*\.\s*Load\w*|\bActivator\s*\.\s*CreateInstance\b|\bCSharpScript\b|\bBinaryFormatter\b|\bunsafe\b/g,
  },
  { rule: 'deletes-files', pattern: /\b(?:File|Directory)\s*\.\s*Delete\b/g },
  { rule: 'environment', pattern: /\bGetEnvironmentVariables\b/g },
];

const ruby: readonly CallRule[] = [
  {
    rule: 'network',
    pattern:
      /\bNet::\w+|['"](?:net\/\w+|open-uri|socket|httparty|faraday|rest-client)['"]|\b(?:TCP|UDP|UNIX)?(?:Socket|Server)\s*\.|\b(?:URI\s*\.\s*open|HTTParty|Faraday|RestClient)\b/g,
  },
  {
    rule: 'process',
    pattern:
      /(?<![.\w:])(?:system|exec|spawn|fork|exit!?|abort)\b(?!\s*[:=])|`[^`\n]+`|%x[\W_]|\b(?:Open3|IO\s*\.\s*popen|PTY)\b|\bProcess\s*\.\s*\w+/g,
  },
  {
    rule: 'eval',
    pattern:
      /\b(?:class_|instance_|module_)?eval\b|\b(?:const_get|instance_variable_set|define_method|public_send|__send__)\b|\bMarshal\s*\.\s*load\b|\bYAML\s*\.\s*(?:unsafe_)?load\b|\.send\s*\(/g,
  },
  {
    rule: 'deletes-files',
    pattern: /\bFileUtils\s*\.\s*(?:rm\w*|remove\w*)|\b(?:File|Dir)\s*\.\s*(?:delete|unlink|rmdir)\b/g,
  },
  { rule: 'environment', pattern: /\bENV\b(?!\s*(?:\[|\.\s*fetch\b))/g },
];

const php: readonly CallRule[] = [
  {
    rule: 'network',
    pattern:
      /\b(?:curl_\w+|fsockopen|pfsockopen|stream_socket_\w+|socket_\w+|mail)\s*\(|\bGuzzleHttp\b|['"](?:https?|ftp|php|phar|data):\/\//g,
  },
  {
    rule: 'process',
    pattern: /(?<![>:\w])(?:exec|shell_exec|system|passthru|popen|proc_open|pcntl_\w+|exit|die)\b|`[^`\n]+`/g,
  },
  {
    rule: 'eval',
    pattern:
      /(?<![>:\w])(?:eval|assert|create_function|unserialize|call_user_func\w*|extract)\s*\(|\b(?:include|require)(?:_once)?\b[^;\n]*\$|\$\$\w|\$\w+\s*\(/g,
  },
  { rule: 'deletes-files', pattern: /(?<![>:\w])(?:unlink|rmdir)\s*\(/g },
  { rule: 'environment', pattern: /\bgetenv\s*\(\s*\)|\$_(?:ENV|SERVER)\b(?!\s*\[)/g },
];

const rust: readonly CallRule[] = [
  {
    rule: 'network',
    pattern:
      /\bstd::net\b|\b(?:TcpStream|TcpListener|UdpSocket|UnixStream)\b|\b(?:reqwest|hyper|ureq|tokio::net|surf)::/g,
  },
  { rule: 'process', pattern: /\b(?:std::)?process::\w+|\bCommand::new\b|\blibc::\w+/g },
  { rule: 'eval', pattern: /\bunsafe\b|\bextern\s+"|\btransmute\b|\blibloading\b|\binclude!\s*\(/g },
  { rule: 'deletes-files', pattern: /\bremove_(?:file|dir(?:_all)?)\b/g },
  { rule: 'environment', pattern: /\benv::vars\w*/g },
];

export const callRules: Readonly<Record<Family, readonly CallRule[]>> = {
  javascript,
  python,
  go,
  java,
  csharp,
  ruby,
  php,
  rust,
};
