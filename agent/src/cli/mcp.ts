import { readFile, rm } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { Command, Option } from 'commander';
import { connectLogCenter } from '../center/connect.ts';
import { SANDBOX_KINDS, type SandboxKind } from '../sandbox/sandbox.ts';
import { type EngineOptions, enginesAs, enginesFrom, withEngineOptions } from './engine-options.ts';

/** `errata mcp`: the agent as tools for other assistants, over the Model Context Protocol on stdin and stdout. */
export function mcpCommand(): Command {
  const command = new Command('mcp')
    .description(
      'Give other assistants the tools list, get, locate, fix, verify and publish (MCP over stdio).',
    )
    .option('--repo <folders...>', 'the repositories', ['.'])
    .option('--log-center <url>', 'log center to work with; without it, your embedded one')
    .addOption(
      new Option('--sandbox <kind>', 'the sandbox to use; without it, the best that works').choices(
        SANDBOX_KINDS,
      ),
    )
    .option('--test-command <command>', 'what runs all tests; without it, it is found from the project')
    .option('--install', 'install missing dependencies, apart from the folder; this reaches the network');
  return withEngineOptions(command)
    .option('--read-only', 'show and locate errors, and nothing else')
    .option('--publish-unasked', 'push proven fixes without asking a person each time')
    .option('--token-once <file>', 'read the token of the log center from this file, and delete it')
    .option('--model-key-once <file>', 'read the key of the model from this file, and delete it')
    .addOption(new Option('--engines <json>', 'the settings of an editor that starts this').hideHelp())
    .action(async (options: McpOptions) => {
      const { tokenOnce, modelKeyOnce } = options;
      const engines = options.engines === undefined ? enginesFrom(options) : enginesAs(options.engines);
      const token = tokenOnce === undefined ? undefined : await readOnce(tokenOnce);
      const key = modelKeyOnce === undefined ? engines.key : await readOnce(modelKeyOnce);
      const { serveModelContext } = await import('../mcp/server.ts');
      await serveModelContext({
        folders: options.repo,
        sandbox: options.sandbox ?? 'auto',
        testCommand: options.testCommand,
        install: options.install === true,
        engines: { ...engines, key },
        readOnly: options.readOnly === true,
        publishUnasked: options.publishUnasked === true,
        by: `${userInfo().username}@${hostname()}, errata mcp (pid ${process.pid})`,
        connect: () => connectLogCenter({ url: options.logCenter, token }),
      });
    });
}

interface McpOptions extends EngineOptions {
  repo: string[];
  logCenter?: string;
  sandbox?: SandboxKind;
  testCommand?: string;
  install?: true;
  readOnly?: true;
  publishUnasked?: true;
  tokenOnce?: string;
  modelKeyOnce?: string;
  engines?: string;
}

/** A secret that lies on the disk for a moment only, in a file for its owner's eyes. */
async function readOnce(file: string): Promise<string> {
  const secret = (await readFile(file, 'utf8')).trim();
  await rm(file);
  return secret;
}
