const longestSlug = 40;

/** `errata/<issue>-<slug>`: made of letters, digits and dashes only, whatever the title says. */
export function branchName(issue: string, title: string): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  let slug = '';
  for (const word of words) {
    const longer = slug === '' ? word : `${slug}-${word}`;
    if (longer.length > longestSlug) break;
    slug = longer;
  }
  const name = `errata/${issue.toLowerCase().replace(/[^a-z0-9-]/g, '-')}`;
  return slug === '' ? name : `${name}-${slug}`;
}
