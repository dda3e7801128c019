import type { RelayedRequest } from './relayed-calls.ts';

/** Tools that the program carries out itself. Any other is the server's own, and may reach whatever it likes. */
const ownTool = /^(?:custom|function|local_shell|apply_patch|(?:bash|text_editor|memory|computer)_\d{8})$/;
/** What lets the server reach somewhere, beside tools. */
const hosted = ['mcp_servers', 'container', 'web_search_options'];
/** Under these stands what a tool is given or takes, in whatever form. */
const opaque = ['input_schema', 'parameters', 'arguments'];

/**
 * A request without tools that the server would carry out itself, since those reach the network for whoever writes it.
 * Undefined where it has the server fetch something from an address, which tells that address what stands in it.
 */
export function sealedRequest(request: RelayedRequest): RelayedRequest | undefined {
  const left = Object.entries(request).filter(([name]) => !hosted.includes(name));
  if (fetches(left.filter(([name]) => name !== 'tools').map(([, value]) => value))) return undefined;
  return {
    ...(Object.fromEntries(left) as RelayedRequest),
    ...(Array.isArray(request['tools']) ? { tools: request['tools'].filter(isOwn) } : {}),
  };
}

function isOwn(tool: unknown): boolean {
  if (!isObject(tool)) return false;
  const { type } = tool;
  return type === undefined || (typeof type === 'string' && ownTool.test(type));
}

function fetches(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(fetches);
  if (!isObject(value)) return false;
  return Object.entries(value).some(([name, inner]) => {
    if (opaque.includes(name) || (name === 'input' && value['type'] === 'tool_use')) return false;
    const isAddress = typeof inner === 'string' && !inner.startsWith('data:');
    return (isAddress && /(?:^|_)(?:url|uri)$/i.test(name)) || fetches(inner);
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
