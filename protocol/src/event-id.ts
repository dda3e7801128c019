/** A new event id: 32 lower-case hexadecimal digits. */
export function newEventId(): string {
  return crypto.randomUUID().replaceAll('-', '');
}

/** The id in the form of ours (no dashes, lower case), or nothing if it is no id. */
export function normalEventId(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 64) return undefined;
  const id = value.replaceAll('-', '').toLowerCase();
  return /^[0-9a-f]{32}$/.test(id) ? id : undefined;
}
