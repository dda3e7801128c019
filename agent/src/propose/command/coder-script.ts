/**
 * Runs the program inside the sandbox, where it finds no secrets of the project, and writes down what it changed: the files and
 * folders that are younger than its beginning. Written for whatever Node the project runs on.
 *
 * $1 the folder with the prompt, in the workspace · $2 seconds that it may take · $3 `stdin` or `argument` · $4 what paths of secrets
 * look like · then the command
 */
export const CODER_SCRIPT = `
const fs = require('fs'), child = require('child_process'), os = require('os');
const [folder, seconds, how, secret, program, ...options] = process.argv.slice(1);
const prompt = fs.readFileSync(folder + '/prompt', 'utf8');
fs.unlinkSync(folder + '/prompt');
fs.rmdirSync(folder);
const passedOver = ['.git', 'node_modules', '.venv', 'venv', '__pycache__'];
const secrets = new RegExp(secret), code = /[.](?:[cm]?[jt]sx?|pyw?|java|kts?|go|rs|rb|php|cs)$/;
const hidden = {};
each('', (at, names) => {
  for (const name of names) {
    const path = at + name;
    if (!secrets.test(path) || code.test(path) || fs.lstatSync(path).isDirectory()) continue;
    fs.unlinkSync(path);
    (hidden[at] = hidden[at] || []).push(name);
  }
});
const clock = os.tmpdir() + '/.errata-began';
fs.writeFileSync(clock, '');
const began = fs.statSync(clock).ctimeMs;
const words = how === 'argument' ? options.map(word => word.replace('{prompt}', () => prompt)) : options;
const coder = child.spawn(program, words, { stdio: [how === 'stdin' ? 'pipe' : 'ignore', 'inherit', 'inherit'], detached: true });
let late = false;
const kill = () => { try { process.kill(-coder.pid, 'SIGKILL'); } catch (error) { if (error.code !== 'ESRCH') throw error; } };
const timer = setTimeout(() => { late = true; kill(); }, seconds * 1000);
if (coder.stdin) { coder.stdin.on('error', () => {}); coder.stdin.end(prompt); }
coder.on('error', error => { console.error(error.message); process.exit(127); });
coder.on('exit', (code, signal) => {
  clearTimeout(timer);
  kill();
  const found = { late, files: [], folders: [], cut: false };
  each('', (at, names) => look(at, names, found));
  fs.mkdirSync(folder);
  fs.writeFileSync(folder + '/changes.json', JSON.stringify(found));
  process.exit(code === null ? 128 + os.constants.signals[signal] : code);
});
let room = 3e6;
function look(at, names, found) {
  if (fs.lstatSync('./' + at).ctimeMs >= began) found.folders.push({ path: at.slice(0, -1), names: names.concat(hidden[at] || []) });
  for (const name of names) {
    const path = at + name;
    const is = fs.lstatSync(path);
    if (!is.isFile() || is.ctimeMs < began) continue;
    if (is.size > 4e5 || is.size > room) { found.cut = true; continue; }
    const bytes = fs.readFileSync(path);
    if (bytes.indexOf(0) >= 0) continue;
    room -= is.size;
    found.files.push({ path, text: bytes.toString('utf8') });
  }
}
function each(at, visit) {
  let names;
  try { names = fs.readdirSync('./' + at); } catch (error) { if (error.code === 'EACCES') return; throw error; }
  visit(at, names);
  for (const name of names)
    if (passedOver.indexOf(name) < 0 && fs.existsSync(at + name) && fs.lstatSync(at + name).isDirectory()) each(at + name + '/', visit);
}
`;
