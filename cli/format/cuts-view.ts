/** What to cut, what is lost with an edge, and choke points. */
import type { ChokePointsAnswer, CutAnswer, EdgeCutAnswer, PrincipalAnswerRef } from '../../queries/answers.ts';
import { accountText, shortArn } from './principal-text.ts';
import { renderTable } from './text-table.ts';
import type { View } from './view.ts';

type Cut = CutAnswer['cuts'][number];

const placeOf = ({ policies, statement }: Cut): string => {
  const [first] = policies;
  const more = policies.length > 1 ? ` and ${policies.length - 1} more` : '';
  return `${first ? shortArn(first.id) : 'a policy'}${more}, statement ${statement.split('/').at(-1) ?? ''}`;
};

export const cutView: View<CutAnswer> = {
  table: ({ cuts, from }, style) =>
    cuts.length === 0
      ? ''
      : renderTable<Cut>(
          [
            { title: 'Stops', share: 1, cell: ({ stops }) => String(stops) },
            ...(from === null ? [] : [{ title: 'In all', share: 1, cell: ({ stopsInAll }: Cut) => String(stopsInAll) }]),
            { title: 'Edges', share: 1, cell: ({ edges }) => String(edges) },
            { title: 'Side', share: 1, cell: ({ gate }) => gate },
            { title: 'Statement', share: 6, cell: placeOf },
          ],
          cuts,
          style,
        ),
  lines: ({ cuts }) => cuts,
  csvColumns: ['stops', 'edges', 'gate', 'statement', 'policies', 'stopped', 'stopsInAll'],
  csvRows: ({ cuts }) =>
    cuts.map(({ stops, edges, gate, statement, policies, stopped, stopsInAll }) => [
      stops,
      edges,
      gate,
      statement,
      policies.map(({ id }) => id).join('; '),
      stopped.map(({ arn }) => arn).join('; '),
      stopsInAll,
    ]),
};

interface Lost {
  readonly what: string;
  readonly principal: PrincipalAnswerRef;
}

const lostOf = ({ roles, principals }: EdgeCutAnswer): Lost[] => [
  ...roles.map((principal) => ({ what: 'not reached', principal })),
  ...principals.map((principal) => ({ what: 'cut off', principal })),
];

export const edgeCutView: View<EdgeCutAnswer> = {
  table: (answer, style) => {
    const lost = lostOf(answer);
    if (lost.length === 0) return '';
    return renderTable<Lost>(
      [
        { title: 'Lost', share: 1, cell: ({ what }) => what },
        { title: 'Principal', share: 5, cell: ({ principal }) => shortArn(principal.arn) },
        { title: 'Account', share: 2, cell: ({ principal }) => accountText(principal) },
      ],
      lost,
      style,
    );
  },
  lines: (answer) => lostOf(answer),
  csvColumns: ['lost', 'arn', 'kind', 'accountId'],
  csvRows: (answer) => lostOf(answer).map(({ what, principal }) => [what, principal.arn, principal.kind, principal.accountId]),
};

type ChokePoint = ChokePointsAnswer['rows'][number];

export const chokePointsView: View<ChokePointsAnswer> = {
  table: ({ rows }, style) =>
    rows.length === 0
      ? ''
      : renderTable<ChokePoint>(
          [
            { title: 'Pairs', share: 1, cell: ({ pairs }) => String(pairs) },
            { title: 'No way round', share: 1, cell: ({ unavoidable }) => String(unavoidable) },
            { title: 'Role', share: 5, cell: ({ principal }) => shortArn(principal.arn) },
            { title: 'Account', share: 2, cell: ({ principal }) => accountText(principal) },
          ],
          rows,
          style,
        ),
  lines: ({ rows }) => rows,
  csvColumns: ['arn', 'accountId', 'pairs', 'unavoidable'],
  csvRows: ({ rows }) => rows.map(({ principal, pairs, unavoidable }) => [principal.arn, principal.accountId, pairs, unavoidable]),
};
