/** What statements can tell of two roles of one account with equal trust policies: which Resource entries match, and their tags. */
import { looksAtRoleTags, matchesResourcePattern, type Statement } from '../../iam/index.ts';
import type { Role } from '../organization.ts';

export interface RoleView {
  /** Resource entries, without `*`. */
  readonly patterns: readonly string[];
  readonly tags: boolean;
}

export function viewOf(statements: readonly Statement[]): RoleView {
  const patterns = new Set(statements.flatMap(({ resources }) => resources ?? []));
  patterns.delete('*');
  return { patterns: [...patterns].sort(), tags: statements.some(looksAtRoleTags) };
}

/** Equal for roles that look alike in this view. Patterns with variables are for callers that are decided one by one. */
export function lookAt(role: Pick<Role, 'arn' | 'tags'>, { patterns, tags }: RoleView): string {
  let seen = '';
  for (const pattern of patterns) seen += matchesResourcePattern(pattern, role.arn) ? '1' : '0';
  return tags ? `${seen} ${JSON.stringify(role.tags)}` : seen;
}
