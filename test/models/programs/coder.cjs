#!/usr/bin/env node
// Stands for a program that writes fixes: Claude Code, Codex or any other, as its own name says. It asks its model once, over the
// network as they do, and the answer is JSON that says what to do: files to write and to remove, files to show
// in src/found.js, what to say and how to end.
const { basename } = require('node:path');
const fs = require('node:fs');

const name = basename(process.argv[1]);
const words = process.argv.slice(2);
const env = process.env;

const kinds = {
  claude: {
    url: `${env.ANTHROPIC_BASE_URL}/v1/messages?beta=true`,
    headers: { 'x-api-key': env.ANTHROPIC_API_KEY, 'anthropic-version': '2023-06-01' },
    body: prompt => ({ max_tokens: 32000, messages: [{ role: 'user', content: prompt }] }),
    text: answer => answer.content.map(part => part.text).join(''),
    print: (said, failed) => console.log(JSON.stringify({ type: 'result', is_error: failed, result: said })),
  },
  codex: {
    url: `${option('model_providers.errata.base_url')}/responses`,
    headers: { authorization: `Bearer ${env[option('model_providers.errata.env_key')]}` },
    body: prompt => ({
      store: false,
      input: [{ role: 'user', content: prompt }],
    }),
    text: answer =>
      answer.output
        .flatMap(item => item.content ?? [])
        .map(part => part.text ?? '')
        .join(''),
    print: (said, failed) => {
      console.log(JSON.stringify({ type: 'thread.started', thread_id: '1' }));
      if (failed) console.log(JSON.stringify({ type: 'turn.failed', error: { message: said } }));
      else
        console.log(JSON.stringify({ type: 'item.completed', item: { type: 'agent_message', text: said } }));
    },
  },
  coder: {
    url: `${env.OPENAI_BASE_URL}/chat/completions`,
    headers: { authorization: `Bearer ${env.OPENAI_API_KEY}` },
    body: prompt => ({ messages: [{ role: 'user', content: prompt }] }),
    text: answer => answer.choices[0].message.content,
    print: said => console.log(said),
  },
};

/** The value of a `-c name="value"`. */
function option(key) {
  const found = words.find(word => word.startsWith(`${key}=`));
  return found && JSON.parse(found.slice(key.length + 1));
}

async function main() {
  const kind = kinds[name];
  const prompt = name === 'coder' ? words.at(-1) : fs.readFileSync(0, 'utf8');
  const model = words[words.findIndex(word => word === '--model' || word === '-m') + 1] || 'none';
  const answer = await fetch(kind.url, {
    method: 'POST',
    headers: { ...kind.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ model: name === 'coder' ? 'scripted-1' : model, ...kind.body(prompt) }),
  });
  const text = await answer.text();
  if (!answer.ok) {
    kind.print(`API Error: ${answer.status} ${text}`, true);
    process.exitCode = 1;
    return;
  }
  const {
    write = {},
    remove = [],
    say = '',
    exit = 0,
    show = [],
    failed = false,
  } = JSON.parse(kind.text(JSON.parse(text)));
  for (const [path, content] of Object.entries(write)) {
    fs.mkdirSync(require('node:path').dirname(path), { recursive: true });
    fs.writeFileSync(path, content);
  }
  for (const path of remove) fs.rmSync(path, { recursive: true });
  const found = show.map(
    path => `${path}: ${fs.existsSync(path) ? fs.readFileSync(path, 'utf8') : 'not there'}`,
  );
  if (found.length > 0)
    fs.writeFileSync(
      'src/found.js',
      `export const found = ${JSON.stringify(found)};
`,
    );
  kind.print(say, failed);
  process.exitCode = exit;
}

main().catch(error => {
  console.error(`${error.message}: ${error.cause?.message}`);
  process.exitCode = 1;
});
