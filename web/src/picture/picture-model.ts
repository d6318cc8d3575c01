/** What is to be drawn: principals in ranks from left to right, and assume edges between them; without layout. */
import type { Edge, PrincipalAnswerRef } from '../../../queries/answers.ts';
import { edgeLabel } from '../names.ts';

export interface PictureNode {
  /** The ARN; of a count that stands for several principals, an id of its own. */
  readonly id: string;
  readonly principal: PrincipalAnswerRef;
  /** Column, 0 at the left. */
  readonly rank: number;
  /** The ends that the question named. */
  readonly focus: boolean;
  /** Whom a count stands for; absent for a principal. */
  readonly members?: readonly PrincipalAnswerRef[];
  /** A second line on the card. */
  readonly note?: string;
}

export interface PictureEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Null where only the existence of the edge is known. */
  readonly verdict: 'allowed' | 'conditional' | null;
  readonly label: string;
  readonly crossAccount: boolean;
  /** How many assume edges the line stands for: one, unless an end is a count. */
  readonly count: number;
}

export interface PictureModel {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
  /** Principals that are drawn as counts because a picture of all would show nothing. */
  readonly gathered: number;
  /** How many of each were left out altogether. */
  readonly cut: { readonly nodes: number; readonly edges: number } | null;
}

export const mostNodes = 500;
export const mostEdges = 1500;

export const edgeId = (from: string, to: string): string => JSON.stringify([from, to]);

export const drawnEdge = (edge: Pick<Edge, 'from' | 'to' | 'verdict' | 'requires' | 'crossAccount'>): PictureEdge => ({
  id: edgeId(edge.from, edge.to),
  from: edge.from,
  to: edge.to,
  verdict: edge.verdict,
  label: edgeLabel(edge),
  crossAccount: edge.crossAccount,
  count: 1,
});

export const distinct = (edges: readonly PictureEdge[]): readonly PictureEdge[] => [
  ...new Map(edges.map((edge) => [edge.id, edge])).values(),
];
