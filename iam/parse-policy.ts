/**
 * Reads one policy document, already decoded from JSON, into statements. Total: malformed input becomes problems, never
 * an exception. Grammar: "Grammar of the IAM JSON policy language" in the IAM User Guide.
 */
import { createHash } from 'node:crypto';
import { operatorNames } from './conditions/operators.ts';
import type { ConditionEntry, DocumentProblem, Effect, PolicyDocument, PolicyVersion, PrincipalElement, Statement } from './types.ts';

/** Where a document stands decides which elements it must and must not have. */
export type PolicySide = 'identity' | 'trust' | 'guardrail';

export interface ParsedPolicy {
  /** Null only if the document is not an object with readable statements; see `problems`. */
  readonly document: PolicyDocument | null;
  readonly problems: readonly DocumentProblem[];
}

type Report = (path: string, reason: string, fatal?: boolean) => void;

const statementElements = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);
const documentElements = new Set(['Version', 'Id', 'Statement']);

/**
 * @param raw the document as JSON value (an object; not URL-encoded text)
 * @param side `guardrail` for SCPs and RCPs
 * @param text the same as compact JSON, if it is at hand
 */
export function parsePolicyDocument(raw: unknown, side: PolicySide, text: string = JSON.stringify(raw)): ParsedPolicy {
  const problems: DocumentProblem[] = [];
  const elements = readElements(raw, side, (path, reason, fatal = true) => void problems.push({ path, reason, fatal }));
  if (!elements) return { document: null, problems };
  const id = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return { document: { id, ...elements, text }, problems };
}

/** The statements of a document that was read before. @param text `PolicyDocument.text` */
export const readStatements = (text: string, side: PolicySide): readonly Statement[] =>
  readElements(JSON.parse(text), side, () => {})?.statements ?? [];

function readElements(raw: unknown, side: PolicySide, report: Report): Pick<PolicyDocument, 'version' | 'statements'> | null {
  if (!isObject(raw)) {
    report('$', `a policy document must be a JSON object, not ${nameOf(raw)}`);
    return null;
  }
  for (const name of Object.keys(raw)) {
    if (!documentElements.has(name)) report(`$.${name}`, `a policy document has no element ${JSON.stringify(name)}`, false);
  }
  const version = readVersion(raw['Version'], report);
  const list = Array.isArray(raw['Statement']) ? raw['Statement'] : [raw['Statement']];
  if (raw['Statement'] === undefined) {
    report('$.Statement', 'the document has no Statement');
    return null;
  }
  const statements: Statement[] = [];
  for (const [index, item] of list.entries()) {
    const path = Array.isArray(raw['Statement']) ? `$.Statement[${index}]` : '$.Statement';
    const statement = readStatement(item, index, path, side, report);
    if (statement) statements.push(statement);
  }
  return { version, statements };
}

function readVersion(value: unknown, report: Report): PolicyVersion {
  if (value === undefined) return '2008-10-17';
  if (value === '2012-10-17' || value === '2008-10-17') return value;
  report('$.Version', `Version must be "2012-10-17" or "2008-10-17", not ${JSON.stringify(value)}`);
  return '2012-10-17';
}

function readStatement(item: unknown, index: number, path: string, side: PolicySide, report: Report): Statement | null {
  if (!isObject(item)) {
    report(path, `a statement must be an object, not ${nameOf(item)}`);
    return null;
  }
  for (const name of Object.keys(item)) {
    if (!statementElements.has(name)) report(`${path}.${name}`, `a statement has no element ${JSON.stringify(name)}`);
  }
  const effect = item['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') {
    report(`${path}.Effect`, `Effect must be "Allow" or "Deny", not ${JSON.stringify(effect)}`);
    return null;
  }
  const action = readOneOf(item, 'Action', 'NotAction', path, report);
  if (!action) report(path, 'the statement needs one of Action and NotAction');
  for (const text of action?.values ?? []) {
    if (text !== '*' && !text.includes(':'))
      report(`${path}.${action?.name}`, `${JSON.stringify(text)} is no action: expected service:Action`);
  }
  const resource = readOneOf(item, 'Resource', 'NotResource', path, report);
  if (!resource && side !== 'trust') report(path, 'the statement needs one of Resource and NotResource');
  if (resource && side === 'trust') report(path, `a trust policy has no ${resource.name}`, false);
  return {
    index,
    sid: typeof item['Sid'] === 'string' && item['Sid'] !== '' ? item['Sid'] : null,
    effect: effect satisfies Effect,
    principal: readPrincipals(item, path, side, report),
    notAction: action?.name === 'NotAction',
    actions: action?.values ?? [],
    notResource: resource?.name === 'NotResource',
    resources: resource?.values ?? null,
    conditions: item['Condition'] === undefined ? noConditions : readConditions(item['Condition'], `${path}.Condition`, report),
  };
}

function readPrincipals(item: Record<string, unknown>, path: string, side: PolicySide, report: Report): PrincipalElement | null {
  const name = 'NotPrincipal' in item ? 'NotPrincipal' : 'Principal';
  const value = item[name];
  if ('Principal' in item && 'NotPrincipal' in item) report(path, 'the statement has both Principal and NotPrincipal');
  if (value === undefined) {
    if (side === 'trust') report(path, 'a trust policy statement needs a Principal');
    return null;
  }
  if (side === 'identity') report(`${path}.${name}`, `an identity policy has no ${name}`);
  const element = {
    negated: name === 'NotPrincipal',
    anyone: false,
    aws: [] as string[],
    service: [] as string[],
    federated: [] as string[],
    canonicalUser: [] as string[],
  };
  if (value === '*') return { ...element, anyone: true };
  if (!isObject(value)) {
    report(`${path}.${name}`, `${name} must be "*" or an object such as {"AWS": …}, not ${JSON.stringify(value)}`);
    return element;
  }
  const lists: Record<string, string[]> = {
    AWS: element.aws,
    Service: element.service,
    Federated: element.federated,
    CanonicalUser: element.canonicalUser,
  };
  for (const [kind, entries] of Object.entries(value)) {
    const list = Object.hasOwn(lists, kind) ? lists[kind] : undefined;
    if (!list)
      report(
        `${path}.${name}.${kind}`,
        `${JSON.stringify(kind)} is no kind of principal: expected AWS, Service, Federated or CanonicalUser`,
      );
    else list.push(...readTexts(entries, `${path}.${name}`, kind, report));
  }
  return { ...element, anyone: element.aws.includes('*'), aws: element.aws.filter((text) => text !== '*') };
}

const noConditions: readonly ConditionEntry[] = [];

function readConditions(value: unknown, path: string, report: Report): ConditionEntry[] {
  if (!isObject(value)) {
    report(path, `Condition must be an object, not ${nameOf(value)}`);
    return [];
  }
  const entries: ConditionEntry[] = [];
  for (const [written, block] of Object.entries(value)) {
    const operator = readOperator(written);
    if (!operator) {
      report(`${path}.${written}`, `${JSON.stringify(written)} is no condition operator`);
    } else if (!isObject(block)) {
      report(`${path}.${written}`, `expected an object of condition keys, not ${nameOf(block)}`);
    } else {
      for (const [key, values] of Object.entries(block))
        entries.push({ ...operator, key, values: readTexts(values, `${path}.${written}`, key, report) });
    }
  }
  return entries;
}

/** Takes `ForAllValues:StringLikeIfExists` apart. Operators are not case-sensitive. */
function readOperator(written: string): Pick<ConditionEntry, 'operator' | 'qualifier' | 'ifExists'> | null {
  const [, set = '', rest = ''] = /^(?:(ForAllValues|ForAnyValue):)?(.*)$/i.exec(written) ?? [];
  const qualifier = set === '' ? null : set.toLowerCase() === 'forallvalues' ? 'ForAllValues' : 'ForAnyValue';
  const ifExists = /ifexists$/i.test(rest);
  const operator = operatorNames.get((ifExists ? rest.slice(0, -'IfExists'.length) : rest).toLowerCase());
  if (!operator || (operator === 'Null' && (ifExists || qualifier))) return null;
  return { operator, qualifier, ifExists };
}

function readOneOf(item: Record<string, unknown>, name: string, notName: string, path: string, report: Report) {
  if (item[name] !== undefined && item[notName] !== undefined) report(path, `the statement has both ${name} and ${notName}`);
  const present = item[name] !== undefined ? name : item[notName] !== undefined ? notName : null;
  return present === null ? null : { name: present, values: readTexts(item[present], path, present, report) };
}

/** A string, number or boolean, or a list of them, as texts. @param name of the field below the path */
function readTexts(value: unknown, path: string, name: string, report: Report): readonly string[] {
  // Nearly always; there are millions of them.
  if (typeof value === 'string') return [value];
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return value;
  const texts: string[] = [];
  for (const [index, entry] of (Array.isArray(value) ? value : [value]).entries()) {
    if (typeof entry === 'string' || typeof entry === 'number' || typeof entry === 'boolean') texts.push(String(entry));
    else report(Array.isArray(value) ? `${path}.${name}[${index}]` : `${path}.${name}`, `expected a string, not ${nameOf(entry)}`);
  }
  return texts;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const nameOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`);
