/** Anthropic's protocol is spoken below `/v1`, which its paths name themselves. */
export function anthropicAddress(baseUrl: string | undefined): string {
  return baseUrl?.replace(/\/+$/, '').replace(/\/v1$/, '') ?? 'https://api.anthropic.com';
}

/** OpenAI's protocols are spoken below `/v1`, which people tend to leave out of the address of a local server. */
export function openaiAddress(baseUrl: string | undefined): URL {
  const address = new URL(baseUrl ?? 'https://api.openai.com/v1');
  if (address.pathname === '/') address.pathname = '/v1';
  return address;
}
