const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const hour = 3_600_000;

/** How often something happened in each of the last 24 hours, drawn in text; the hour now is the last. */
export function sparkline(hours: readonly { hour: string; count: number }[], now: number): string {
  const counts = Array.from({ length: 24 }, () => 0);
  const thisHour = Math.floor(now / hour);
  for (const { hour: at, count } of hours) {
    const index = 23 - (thisHour - Math.floor(Date.parse(at) / hour));
    if (index >= 0 && index < 24) counts[index] = (counts[index] ?? 0) + count;
  }
  const most = Math.max(...counts);
  // Anything at all is seen to be more than nothing.
  return counts
    .map(count => bars[count === 0 ? 0 : 1 + Math.round(((bars.length - 2) * count) / most)])
    .join('');
}
