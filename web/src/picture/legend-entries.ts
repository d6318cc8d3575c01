/** What the legend of a picture says: the looks of lines and the kinds of principals that are in it, in the words of the graph's schema. */
import { crossings, verdicts } from '../../../graph/schema-values.ts';
import { kindName } from '../names.ts';
import type { Placed } from './elements.ts';

export interface LegendLine {
  /** `cross`: thicker, with a round tail. Others are drawn as edges of that verdict. */
  readonly look: keyof typeof verdicts | 'cross';
  readonly text: string;
}

export interface LegendEntries {
  readonly lines: readonly LegendLine[];
  readonly kinds: readonly { readonly kind: string; readonly text: string }[];
}

type Drawn = {
  readonly edges: readonly Pick<Placed['edges'][number], 'verdict' | 'crossAccount'>[];
  readonly nodes: readonly { readonly principal: Pick<Placed['nodes'][number]['principal'], 'kind'> }[];
};

/** Verdicts in the order of the schema, kinds by name. A line that is not in the picture has no entry. */
export function legendEntries({ edges, nodes }: Drawn): LegendEntries {
  const lines: readonly (LegendLine & { readonly isDrawn: boolean })[] = [
    ...Object.entries(verdicts).map(([look, text]) => ({
      look: look as keyof typeof verdicts,
      text,
      isDrawn: edges.some(({ verdict }) => verdict === look),
    })),
    { look: 'cross', text: crossings.true, isDrawn: edges.some(({ crossAccount }) => crossAccount) },
  ];
  const kinds = [...new Set(nodes.map(({ principal }) => principal.kind))].sort();
  return {
    lines: lines.filter(({ isDrawn }) => isDrawn).map(({ look, text }) => ({ look, text })),
    kinds: kinds.map((kind) => ({ kind, text: kindName(kind) })),
  };
}
