import type { AgentParams, AgentResult } from '@errata/protocol/agent-rpc';
import type { Issue } from '@errata/protocol/issue';

/** Answers for the list of these issues as the log center does, as far as the editor asks: of a search, words of titles. */
export function listed(issues: readonly Issue[]) {
  return (asked: AgentParams<'errata/issues'>): AgentResult<'errata/issues'> => {
    const { status, q = '', sort = 'lastSeen', ignored = 'without', cursor = '0', limit = 200 } = asked;
    const words = q.split(' ').filter(word => word !== '' && !word.includes(':'));
    const found = issues
      .filter(issue => status === undefined || issue.status === status)
      .filter(issue => ignored === 'with' || (ignored === 'only') === (issue.ignored === true))
      .filter(({ title }) => words.every(word => title.toLowerCase().includes(word.toLowerCase())))
      .filter(issue => !q.includes('is:unresolved') || !['MERGED', 'DEPLOYED'].includes(issue.status))
      .toSorted((one, other) => (one[sort] < other[sort] ? 1 : one[sort] > other[sort] ? -1 : 0));
    const end = Number(cursor) + limit;
    return {
      issues: found.slice(Number(cursor), end),
      ...(end < found.length && { nextCursor: `${end}` }),
    };
  };
}
