const version4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const group = /^[\da-f]{1,4}$/i;
/** Most of what is asked about has neither. */
const mayBeVersion6 = /::|(?::[^:]+){5}/;

/** Whether a text is an address of the internet, of whichever version. */
export function isAddress(text: string): boolean {
  return version4.test(text) || (mayBeVersion6.test(text) && isVersion6(text));
}

function isVersion6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap(half => (half === '' ? [] : half.split(':')));
  // The last two may be written as an address of the older version.
  const last = groups.at(-1) ?? '';
  const mixed = !text.endsWith(':') && version4.test(last);
  const count = groups.length + Number(mixed);
  const known = mixed ? groups.slice(0, -1) : groups;
  return (halves.length === 2 ? count < 8 : count === 8) && known.every(each => group.test(each));
}
