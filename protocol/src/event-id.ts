/** A new event id: 32 lower-case hexadecimal digits. */
export function newEventId(): string {
  return crypto.randomUUID().replaceAll('-', '');
}

const nil = '0'.repeat(32);

/** The id in the form of ours (no dashes, lower case), or nothing if it is no id; one of zeros alone is none. */
export function normalEventId(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 64) return undefined;
  const id = value.replaceAll('-', '').toLowerCase();
  return /^[0-9a-f]{32}$/.test(id) && id !== nil ? id : undefined;
}
