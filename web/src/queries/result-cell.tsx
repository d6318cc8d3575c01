/** How a value of an answer is shown where that is more than text: principals that open, edges and their conditions, accounts by name. */
import type { ComponentChildren } from 'preact';
import { Requirements, VerdictBadge } from '../components/badges.tsx';
import { Name, PrincipalButton } from '../components/name.tsx';
import { principalFromArn, shortName } from '../names.ts';
import { type Organization, withAccountName } from '../organization.ts';
import { isEdge, isPrincipal, principalOf } from './results.ts';

type NameOf = Organization['nameOf'];

/** `type` is what a saved query says of the column; of Cypher by hand nothing is known. Null: text says it all. */
export function resultCell(column: { name: string; type: string }, value: unknown, nameOf: NameOf): ComponentChildren | null {
  if (isPrincipal(value)) return <PrincipalButton principal={withAccountName(principalOf(value), nameOf)} />;
  if (isEdge(value)) {
    const { _from: from, _to: to, verdict, requires } = value;
    return (
      <>
        <Name text={shortName(String(from))} /> → <Name text={shortName(String(to))} />{' '}
        <Requirements verdict={verdict === 'allowed' ? 'allowed' : 'conditional'} requires={wordsOf(requires)} />
      </>
    );
  }
  if (column.name === 'requires' && wordsOf(value).length > 0) return <Requirements verdict="conditional" requires={wordsOf(value)} />;
  if (typeof value !== 'string' || value === '') return null;
  if (column.type === 'principal' || column.type === 'role')
    return <PrincipalButton principal={withAccountName(principalFromArn(value), nameOf)} />;
  if (column.type === 'account' && nameOf(value) !== null && nameOf(value) !== value)
    return (
      <>
        <Name text={nameOf(value) ?? value} /> <span class="hint">{value}</span>
      </>
    );
  if (column.name === 'verdict' && (value === 'allowed' || value === 'conditional' || value === 'denied'))
    return <VerdictBadge verdict={value} />;
  return null;
}

const wordsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []);
