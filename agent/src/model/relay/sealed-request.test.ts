import assert from 'node:assert/strict';
import { sealedRequest } from './sealed-request.ts';

const ask = (more: Record<string, unknown>) => ({
  model: 'm',
  messages: [{ role: 'user', content: 'https://x.example' }],
  ...more,
});

describe('a relayed request', () => {
  it('keeps the tools that the program carries out itself, and loses those of the server', () => {
    const own = [
      { name: 'Read', input_schema: { properties: { image_url: { type: 'string', url: 'x' } } } },
      { type: 'custom', name: 'a' },
      { type: 'bash_20250124', name: 'bash' },
      { type: 'function', function: { name: 'b', parameters: { url: 'x' } } },
      { type: 'local_shell' },
    ];
    const hosted = [
      { type: 'web_search_20250305', name: 'web_search' },
      { type: 'web_fetch_20250910', name: 'web_fetch' },
      { type: 'code_execution_20250825', name: 'code' },
      { type: 'mcp', server_url: 'https://x.example' },
      { type: 'web_search' },
      { type: 'file_search' },
      'web_search',
      null,
    ];
    const mixed = { mcp_servers: [{ url: 'https://x.example' }], web_search_options: {}, container: 'c' };
    assert.deepEqual(sealedRequest(ask({ ...mixed, tools: [...own, ...hosted] })), ask({ tools: own }));
  });

  it('is refused where the server would fetch something', () => {
    const contents: unknown[] = [
      { type: 'image', source: { type: 'url', url: 'https://x.example/?code=secret' } },
      { type: 'image_url', image_url: { url: 'https://x.example' } },
      { type: 'input_image', image_url: 'https://x.example' },
      { type: 'input_file', file_url: 'HTTPS://x.example' },
      {
        type: 'tool_result',
        content: [{ type: 'document', source: { type: 'url', url: 'http://x.example' } }],
      },
    ];
    for (const content of contents) {
      assert.equal(sealedRequest(ask({ messages: [{ role: 'user', content: [content] }] })), undefined);
      assert.equal(sealedRequest(ask({ input: [content] })), undefined);
    }
    assert.equal(sealedRequest(ask({ system: [{ source: { url: 'https://x.example' } }] })), undefined);
  });

  it('may hold pictures themselves, and whatever a tool was given', () => {
    const fine = ask({
      messages: [
        { role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } }] },
        { role: 'assistant', content: [{ type: 'tool_use', id: '1', input: { url: 'https://x.example' } }] },
      ],
    });
    assert.deepEqual(sealedRequest(fine), fine);
  });
});
