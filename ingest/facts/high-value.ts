/** Which principals a user calls worth guarding, besides administrators: by tag or by ARN. */
import type { Tag } from '../../iam/index.ts';
import { IngestError } from '../errors.ts';

export interface HighValue {
  includes(principal: { readonly arn: string; readonly tags: readonly Tag[] }): boolean;
  /** ARNs that were given and that no principal has. */
  unknownArns(arns: ReadonlySet<string>): string[];
}

/**
 * @param entries `TAG=VALUE` (the tag's key ignores case, as AWS's do; an empty value asks for an empty one) or an ARN
 * @throws IngestError `invalid-high-value`
 */
export function readHighValue(entries: readonly string[]): HighValue {
  const arns = new Set<string>();
  const tags: Tag[] = [];
  for (const entry of entries) {
    const equals = entry.indexOf('=');
    if (entry.startsWith('arn:')) arns.add(entry);
    else if (equals > 0) tags.push({ key: entry.slice(0, equals).toLowerCase(), value: entry.slice(equals + 1) });
    else
      throw new IngestError(
        'invalid-high-value',
        `${JSON.stringify(entry)} is neither a tag nor an ARN.`,
        'Give TAG=VALUE, such as criticality=high, or the ARN of a user or role.',
      );
  }
  return {
    includes: (principal) =>
      arns.has(principal.arn) ||
      tags.some(({ key, value }) => principal.tags.some((tag) => tag.key.toLowerCase() === key && tag.value === value)),
    unknownArns: (known) => [...arns].filter((arn) => !known.has(arn)),
  };
}
