import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { grammarFiles } from '../agent/src/language/grammars.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
/** VS Code 1.110 brings this Node. */
const target = 'node22';

/** esbuild drops what is not used of a namespace only when it is imported as one: zod shrinks to a quarter. */
const slimZod: Plugin = {
  name: 'slim-zod',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](?:protocol|log-center|agent)[\\/]src[\\/].+\.ts$/ }, async ({ path }) => ({
      loader: 'ts',
      contents: (await readFile(path, 'utf8')).replace(
        "import { z } from 'zod';",
        "import * as z from 'zod';",
      ),
    }));
  },
};

/**
 * Imported as a namespace, all of VS Code's API, hundreds of getters, is copied for each file anew: that was most of the time that
 * the extension took to load.
 */
const uncopiedApi: Plugin = {
  name: 'uncopied-api',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]extension[\\/]src[\\/].+\.ts$/ }, async ({ path }) => ({
      loader: 'ts',
      contents: (await readFile(path, 'utf8')).replace(
        "import * as vscode from 'vscode';",
        "import vscode = require('vscode');",
      ),
    }));
    onLoad({ filter: /[\\/]vscode-languageclient[\\/].+\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(
        '__importStar(require("vscode"))',
        'require("vscode")',
      ),
    }));
  },
};

/** What the extension loads lazily with `import()` becomes a file of its own beside it. CommonJS has no other splitting. */
function lazyFiles(names: readonly string[]): Plugin {
  return {
    name: 'lazy-files',
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ path, kind }) => {
        const name = names.find(candidate => path.endsWith(`/${candidate}.ts`));
        return kind === 'dynamic-import' && name ? { path: `./${name}.cjs`, external: true } : undefined;
      });
    },
  };
}

/** Packages written for CommonJS ask for `require` and `__filename`, which an ES module does not have. */
const requireBanner = [
  "import { createRequire as errataRequire } from 'node:module';",
  "import { fileURLToPath as errataPath } from 'node:url';",
  'const require = errataRequire(import.meta.url);',
  'const __filename = errataPath(import.meta.url);',
  "const __dirname = errataPath(new URL('.', import.meta.url));",
].join('\n');

const shared: BuildOptions = {
  bundle: true,
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  logOverride: { 'import-is-undefined': 'error' },
  absWorkingDir: root,
};

/** What runs in VS Code's extension host. `extension.cjs` is loaded at activation, the others when they are needed. */
async function buildHost(out: string): Promise<void> {
  const lazy = {
    'command-handlers': 'command-handlers.ts',
    'language-client': 'connection/language-client.ts',
    reviews: 'review/reviews.ts',
  };
  const files = { extension: 'extension.ts', ...lazy };
  const { metafile } = await build({
    ...shared,
    entryPoints: Object.entries(files).map(([name, file]) => ({ in: `extension/src/${file}`, out: name })),
    outdir: out,
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    format: 'cjs',
    target,
    supported: { 'dynamic-import': false },
    external: ['vscode'],
    // The CommonJS form of jsonc-parser asks for its parts in a way that cannot be bundled.
    mainFields: ['module', 'main'],
    plugins: [slimZod, uncopiedApi, lazyFiles(Object.keys(lazy))],
    metafile: true,
  });
  const eager = Object.entries(metafile.outputs).find(([name]) => basename(name) === 'extension.cjs')?.[1];
  const heavy = Object.keys(eager?.inputs ?? {}).find(name => name.includes('node_modules/zod/'));
  if (heavy !== undefined) {
    throw new Error('extension.cjs holds zod: what is loaded at activation may import schemas as types only');
  }
}

/**
 * Loaded when something of them is asked for: the log center speaks plain HTTP, and TLS alone takes 8 MB. Only for packages that
 * take what they need when they need it; others list what a module has, and this one has nothing to list.
 */
const lateModules: Plugin = {
  name: 'late-modules',
  setup({ onResolve, onLoad }) {
    const namespace = 'late-module';
    onResolve({ filter: /^(?:node:)?(?:http2|https|tls)$/ }, ({ path, importer }) =>
      /[\\/]node_modules[\\/](?:fastify|ws)[\\/]/.test(importer)
        ? { path: path.replace('node:', ''), namespace }
        : undefined,
    );
    onLoad({ filter: /./, namespace }, ({ path }) => ({
      contents: `module.exports = new Proxy({}, { get: (_, name) => process.getBuiltinModule('${path}')[name] });`,
    }));
  },
};

/**
 * The two processes beside it, and the thread of one; the agent starts the log center that lies in its own folder. Split, since an
 * agent that waits needs a seventh of its code: the rest of one file would cost it 50 MB and half of the time to start. The parts
 * lie beside the processes, as both look for their files there.
 */
async function buildProcesses(out: string, agent: string): Promise<void> {
  await build({
    ...shared,
    entryPoints: [
      { in: agent, out: 'agent' },
      { in: 'log-center/src/main.ts', out: 'log-center' },
      { in: 'log-center/src/collect/prepare/thread-main.ts', out: 'prepare-thread' },
    ],
    outdir: out,
    platform: 'node',
    format: 'esm',
    target,
    splitting: true,
    chunkNames: 'part-[hash]',
    outExtension: { '.js': '.mjs' },
    banner: { js: requireBanner },
    // Optional native parts of ssh2, which does without them.
    external: ['cpu-features', '*.node'],
    plugins: [slimZod, lateModules],
  });
}

/** The review page: a stylesheet and what starts the script; the editor and each language come when they are needed. */
export async function buildReviewPage(out: string): Promise<void> {
  await build({
    ...shared,
    entryPoints: [
      { in: 'webview-ui/src/review/start.ts', out: 'start' },
      { in: 'webview-ui/src/review/main.tsx', out: 'review' },
      { in: 'webview-ui/src/review/review.css', out: 'review' },
    ],
    outdir: out,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    loader: { '.svg': 'text' },
    plugins: [slimZod],
  });
}

async function copyGrammars(out: string): Promise<void> {
  await mkdir(out, { recursive: true });
  for (const [name, file] of Object.entries(grammarFiles)) {
    const source =
      name === 'runtime' ? 'web-tree-sitter/web-tree-sitter.wasm' : `@vscode/tree-sitter-wasm/wasm/${file}`;
    await cp(require.resolve(source), join(out, file));
  }
}

/** What the log center's API page is made of. */
async function copyApiPage(out: string): Promise<void> {
  await mkdir(out, { recursive: true });
  for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css']) {
    await cp(require.resolve(`swagger-ui-dist/${file}`), join(out, file));
  }
}

/** Bundles everything that ships into `out`. Tests may put another `agent` in the place of the real one. */
export async function buildExtension(out: string, agent = 'agent/src/cli/main.ts'): Promise<void> {
  await rm(out, { recursive: true, force: true });
  await buildHost(out);
  await buildProcesses(out, agent);
  await buildReviewPage(join(out, 'webview'));
  await copyGrammars(join(out, 'grammars'));
  await copyApiPage(join(out, 'docs'));
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { out: { type: 'string' } } });
  await buildExtension(values.out ?? join(root, 'extension/dist'));
}
