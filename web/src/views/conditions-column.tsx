/** The column that says what a row asks for, the same in every table of edges and chains. */
import { CrossAccountBadge, Requirements } from '../components/badges.tsx';
import { requirementName } from '../names.ts';
import type { Column } from '../table/columns.ts';

interface Conditional {
  readonly verdict: 'allowed' | 'conditional';
  readonly requires: readonly string[];
  readonly crossAccount: boolean;
}

export const conditionsColumn: Column<Conditional> = {
  id: 'conditions',
  title: 'Conditions',
  value: ({ verdict, requires }) => (verdict === 'allowed' ? 'always' : requires.map(requirementName).join(', ')),
  cell: ({ verdict, requires, crossAccount }) => (
    <span class="badges">
      <Requirements verdict={verdict} requires={requires} />
      {crossAccount && <CrossAccountBadge />}
    </span>
  ),
};
