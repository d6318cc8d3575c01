/**
 * A chain as commands and as a configuration of the AWS CLI. Names in the data are hostile: every value is quoted for a POSIX
 * shell, and a configuration is only written of values that its format cannot mistake.
 */
import type { Edge, PrincipalAnswerRef } from './answers.ts';
import type { Choice, ResolvedChain } from './chain-resolve.ts';

/** What is put where only the person knows the value. */
const placeholders = { mfa: 'YOUR_MFA_DEVICE_ARN', code: 'CODE', token: 'file://TOKEN', assertion: 'file://ASSERTION' } as const;

interface HopValues {
  readonly sessionName: string;
  readonly externalId: string | null;
  readonly mfa: boolean;
  readonly sourceIdentity: string | null;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly lasting: readonly string[];
}

/** One command a line; lines that begin with # say what no command does. */
export function writeCommands(principals: readonly PrincipalAnswerRef[], edges: readonly Edge[], chain: ResolvedChain): string[] {
  return edges.flatMap((edge, place) => {
    const caller = principals[place];
    const values = readValues(chain, place);
    const first = place === 0 ? [] : [`# With the credentials of hop ${place}:`];
    if (caller?.kind === 'service') return [...first, `# ${comment(caller.arn)} opens this session itself: ${comment(edge.to)}`];
    return [...first, writeCommand(edge, values)];
  });
}

function writeCommand({ action, from, to, conditions }: Edge, values: HopValues): string {
  const provider = from.split('#')[0] ?? from;
  const name = ['--role-session-name', values.sessionName];
  const parts =
    action === 'sts:AssumeRoleWithSAML'
      ? ['assume-role-with-saml', '--role-arn', to, '--principal-arn', provider, '--saml-assertion', placeholders.assertion]
      : action === 'sts:AssumeRoleWithWebIdentity'
        ? ['assume-role-with-web-identity', '--role-arn', to, ...name, '--web-identity-token', placeholders.token]
        : action === 'sts:AssumeRoot'
          ? ['assume-root', '--target-principal', to, '--task-policy-arn', `arn=${taskOf(conditions)}`]
          : ['assume-role', '--role-arn', to, ...name, ...writeOptions(values)];
  return ['aws', 'sts', ...parts].map(quoteForShell).join(' ');
}

/** Any task will do where no condition names some. */
function taskOf(conditions: Edge['conditions']): string {
  const named = conditions.find(({ key, operator }) => key === 'sts:TaskPolicyArn' && operator === 'StringEquals');
  return named?.values[0] ?? 'arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials';
}

function writeOptions({ externalId, mfa, sourceIdentity, tags, lasting }: HopValues): string[] {
  return [
    ...(externalId === null ? [] : ['--external-id', externalId]),
    ...(mfa ? ['--serial-number', placeholders.mfa, '--token-code', placeholders.code] : []),
    ...(sourceIdentity === null ? [] : ['--source-identity', sourceIdentity]),
    ...(tags.length === 0 ? [] : ['--tags', JSON.stringify(tags)]),
    ...(lasting.length === 0 ? [] : ['--transitive-tag-keys', ...lasting]),
  ];
}

/** A chain of profiles, the last of which holds the role; null for calls that a configuration cannot make. */
export function writeProfiles(principals: readonly PrincipalAnswerRef[], edges: readonly Edge[], chain: ResolvedChain): string | null {
  if (edges.some(({ action }) => action !== 'sts:AssumeRole') || principals[0]?.kind === 'service') return null;
  const blocks = edges.map((edge, place) => {
    const { sessionName, externalId, mfa, sourceIdentity, tags } = readValues(chain, place);
    if (sourceIdentity !== null || tags.length > 0) return null; // no setting passes them
    const settings = [
      ['role_arn', edge.to],
      ['source_profile', place === 0 ? 'default' : `rolepath-${place}`],
      ['role_session_name', sessionName],
      ...(externalId === null ? [] : [['external_id', externalId]]),
      ...(mfa ? [['mfa_serial', placeholders.mfa]] : []),
    ];
    if (!settings.every(([, value]) => /^[\w+=,.@:/-]+$/.test(value ?? ''))) return null;
    return [`[profile rolepath-${place + 1}]`, ...settings.map(([name, value]) => `${name} = ${value}`)].join('\n');
  });
  return blocks.includes(null) ? null : `${blocks.join('\n\n')}\n`;
}

function readValues({ conditions, choices }: ResolvedChain, place: number): HopValues {
  const own = conditions[place] ?? [];
  const set = choices.filter(({ hop }) => hop === place + 1);
  const chosen = (attribute: string, key: string, blank: string): string | null => {
    const wanted = [...own.filter((each) => each.key.toLowerCase() === key), ...conditionsOf(set, attribute)];
    return wanted.length === 0 ? null : (exactValue(wanted) ?? blank);
  };
  const tagNames = [
    ...own.flatMap(({ key }) => (key.toLowerCase().startsWith('aws:requesttag/') ? [key.slice('aws:requesttag/'.length)] : [])),
    ...set.flatMap(({ attribute }) => (attribute.startsWith('tag:') ? [attribute.slice('tag:'.length)] : [])),
  ];
  const tags = [...new Map(tagNames.map((name) => [name.toLowerCase(), name])).values()];
  return {
    sessionName: chosen('name', 'sts:rolesessionname', 'SESSION_NAME') ?? 'rolepath',
    externalId: chosen('', 'sts:externalid', 'EXTERNAL_ID'),
    mfa:
      set.some(({ attribute }) => attribute === 'mfa') ||
      own.some(({ key, source }) => source === 'caller' && /^aws:multifactorauth/i.test(key)),
    sourceIdentity: chosen('source-identity', 'sts:sourceidentity', 'SOURCE_IDENTITY'),
    tags: tags.map((name) => ({
      Key: name,
      Value: chosen(`tag:${name.toLowerCase()}`, `aws:requesttag/${name.toLowerCase()}`, 'VALUE') ?? 'VALUE',
    })),
    lasting: set.flatMap(({ attribute, hop, neededBy }) =>
      attribute.startsWith('tag:') && neededBy > hop + 1 ? [attribute.slice('tag:'.length)] : [],
    ),
  };
}

const conditionsOf = (choices: readonly Choice[], attribute: string) =>
  choices.flatMap((choice) => (choice.attribute === attribute ? choice.conditions : []));

/** The value, where a condition names just one. */
function exactValue(conditions: readonly Edge['conditions'][number][] | Choice['conditions']): string | null {
  for (const { operator, values, negated } of conditions) {
    const [only, ...others] = values;
    if (operator === 'StringEquals' && !negated && only !== undefined && others.length === 0 && !only.includes('${')) return only;
  }
  return null;
}

/** Means exactly this text to a POSIX shell; what cannot be seen is written as bash's escapes. */
export function quoteForShell(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (!/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text)) return `'${text.replaceAll("'", `'\\''`)}'`;
  const bytes = [...Buffer.from(text, 'utf8')].map((byte) =>
    byte < 0x20 || byte >= 0x7f || byte === 0x27 || byte === 0x5c ? `\\x${byte.toString(16).padStart(2, '0')}` : String.fromCharCode(byte),
  );
  return `$'${bytes.join('')}'`;
}

const comment = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '?');
