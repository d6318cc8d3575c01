/** Chains from a principal to a role, one after the other, hop by hop. */
import type { Edge, Path, PathsAnswer, PrincipalAnswerRef } from '../../queries/answers.ts';
import { showCondition, showRequires } from './condition-text.ts';
import { accountText, shortArn } from './principal-text.ts';
import { paint, type Style } from './style.ts';
import type { View } from './view.ts';
import { showText } from './visible-text.ts';
import { displayWidth, wrapIndented } from './wrap-text.ts';

export const pathsView: View<PathsAnswer> = {
  table: (answer, style) => answer.paths.map((path, index) => renderPath(path, index + 1, style)).join('\n'),
  lines: (answer) => answer.paths,
  csvColumns: ['path', 'hops', 'hop', 'from', 'to', 'action', 'verdict', 'requires', 'crossAccount', 'grant', 'alternatives'],
  csvRows: (answer) =>
    answer.paths.flatMap((path, index) =>
      path.edges.map((edge, hop) => [
        index + 1,
        path.hops,
        hop + 1,
        edge.from,
        edge.to,
        edge.action,
        edge.verdict,
        edge.requires.join('; '),
        edge.crossAccount,
        edge.grant,
        JSON.stringify(edge.alternatives),
      ]),
    ),
};

function renderPath(path: Path, number: number, style: Style): string {
  const hops = path.hops === 1 ? '1 hop' : `${path.hops} hops`;
  const heading = `${number}. ${hops}, ${showRequires(path.verdict, path.requires)}`;
  const lines = [paint(path.verdict, wrapIndented(heading, style.width, 3, ''), style)];
  for (const [index, principal] of path.principals.entries()) {
    const edge = path.edges[index - 1];
    lines.push(renderPrincipal(principal, edge === undefined ? '' : '→ ', style));
    if (edge !== undefined) lines.push(...renderHop(edge, style));
  }
  for (const { hop, attribute, neededBy } of path.choices ?? []) {
    const text = `Hop ${hop} must ${describeChoice(attribute)}, as hop ${neededBy} asks for it.`;
    lines.push(style.dim(wrapIndented(text, style.width, 3)));
  }
  if (path.sessionLimitSeconds !== null) {
    lines.push(style.dim(wrapIndented(`Sessions of this chain last at most ${path.sessionLimitSeconds / 3600} h.`, style.width, 3)));
  }
  return `${lines.join('\n')}\n`;
}

function renderPrincipal(principal: PrincipalAnswerRef, arrow: string, style: Style): string {
  const account = accountText(principal);
  const text = shortArn(principal.arn) + (account === '' ? '' : ` in ${account}`);
  const lead = `   ${arrow}`;
  return style.bold(wrapIndented(text, style.width, displayWidth(lead), lead));
}

/** How the role is assumed: what the least demanding alternative asks for. */
function renderHop(edge: Edge, style: Style): string[] {
  const how = edge.action === 'sts:AssumeRole' ? [] : [style.dim(`       by ${edge.action}`)];
  if (edge.verdict === 'allowed') return how;
  const [first] = edge.alternatives;
  const more = edge.alternatives.length - 1;
  return [
    ...how,
    ...(first ?? []).map((condition) => wrapIndented(`if ${showCondition(condition)}`, style.width, 9, '       ')),
    ...(more > 0 ? [style.dim(`       or otherwise: ${more} more ${more === 1 ? 'alternative' : 'alternatives'}`)] : []),
  ];
}

const choiceWords: Readonly<Record<string, string>> = {
  name: 'choose the session name',
  mfa: 'be made with MFA',
  'source-identity': 'set the source identity',
};

function describeChoice(attribute: string): string {
  if (attribute.startsWith('tag:')) return `pass the session tag ${attribute.slice('tag:'.length)}`;
  return choiceWords[attribute] ?? 'be a federated login of the right kind';
}

/** The chains as commands for a shell, or as profiles for the configuration of the AWS CLI. */
export const commandsOf = (answer: PathsAnswer): string =>
  answer.paths.map(({ sentence, commands = [] }, index) => `# ${index + 1}. ${showText(sentence)}\n${commands.join('\n')}\n`).join('\n');

export const profilesOf = (answer: PathsAnswer): string =>
  answer.paths
    .map(
      ({ sentence, profile }, index) =>
        `# ${index + 1}. ${showText(sentence)}\n${profile ?? '# No profile can make these calls; --as commands shows them.\n'}`,
    )
    .join('\n');
