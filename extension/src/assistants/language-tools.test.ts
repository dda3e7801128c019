import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type McpTool, mcpTools } from '@errata/protocol/mcp';
import { toolWords } from '@errata/protocol/mcp-words';
import { z } from 'zod';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

describe('the tools for models in the manifest', () => {
  const tools: { name: string; modelDescription: string; inputSchema: object }[] =
    manifest.contributes.languageModelTools;

  it('take what the agent takes, and are told as it tells them', () => {
    assert.ok(tools.length > 0);
    for (const { name, modelDescription, inputSchema } of tools) {
      const tool = name.replace(/^errata_/, '') as McpTool;
      const { $schema: _, ...schema } = z.toJSONSchema(mcpTools[tool].input, { io: 'input' });
      assert.deepEqual(inputSchema, JSON.parse(JSON.stringify(schema)), name);
      assert.equal(modelDescription, toolWords.tools[tool].description, name);
    }
  });

  it('leave out nothing that an assistant elsewhere can do, but the cancelling that calls bring along', () => {
    const missing = Object.keys(mcpTools).filter(
      tool => !tools.some(({ name }) => name === `errata_${tool}`),
    );
    assert.deepEqual(missing, ['cancel']);
  });
});
