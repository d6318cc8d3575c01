/** Statements as what to cut: which Allows decided an edge, and where such a statement stands. */
import type { GraphReader } from '../graph/store.ts';
import type { CutStatement } from './answers.ts';
import type { SnapshotView } from './snapshot-view.ts';
import { readDocument } from './stored-json.ts';

/** Gates that a statement opens; the others only close. */
export const cutGates = ['trust', 'identity'] as const;
export type CutGate = (typeof cutGates)[number];

export interface Deciding {
  readonly gate: string;
  /** `<document id>/<index>` */
  readonly statement: string;
}

const chunk = 500;

/** The Allows that decided, by reason. @throws StoreError */
export async function readDeciding(store: GraphReader, ids: readonly string[]): Promise<Map<string, Deciding[]>> {
  const deciding = new Map<string, Deciding[]>();
  for (let first = 0; first < ids.length; first += chunk) {
    const rows = await store.run(
      "MATCH (reason:Reason)-[decided:DECIDED_BY]->(statement:Statement) WHERE reason.id IN $ids AND statement.effect = 'Allow' RETURN reason.id AS reason, decided.gate AS gate, statement.id AS statement",
      { ids: ids.slice(first, first + chunk) },
    );
    for (const { reason, gate, statement } of rows) {
      const list = deciding.get(String(reason)) ?? [];
      list.push({ gate: String(gate), statement: String(statement) });
      deciding.set(String(reason), list);
    }
  }
  return deciding;
}

/** A statement, and the edges for which its policies are asked for. */
export interface DecidingStatement {
  readonly gate: CutGate;
  readonly statement: string;
  readonly edges: Iterable<number>;
}

interface HeldPolicy {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

/** Policies that are listed of one statement: an inline one may be the same in thousands of roles. */
const mostPolicies = 20;

/** What stands where, in the order asked. @throws StoreError */
export async function describeStatements(
  view: SnapshotView,
  store: GraphReader,
  asked: readonly DecidingStatement[],
): Promise<CutStatement[]> {
  const held = await readPolicies(store, [...new Set(asked.map(({ statement }) => statement))]);
  const policies = asked.map((one) => policiesOf(view, one, held.get(one.statement) ?? []));
  const first = policies.flatMap(([policy]) => policy?.id ?? []);
  const documents = new Map((await store.readPolicies([...new Set(first)])).map(({ id, document }) => [id, document]));
  return asked.map(({ statement }, place) => {
    const own = policies[place] ?? [];
    const index = Number(statement.slice(statement.lastIndexOf('/') + 1));
    const [policy] = own;
    const text = policy === undefined ? undefined : documents.get(policy.id);
    const document = text ? statementAt(readDocument(text, policy?.id ?? ''), index) : null;
    const sid = isRecord(document) && typeof document['Sid'] === 'string' && document['Sid'] !== '' ? document['Sid'] : null;
    return { statement, index, sid, policies: own.map(({ id, name }) => ({ id, name })), document };
  });
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `Statement` may be one statement or a list of them. */
function statementAt(document: unknown, index: number): unknown {
  if (!isRecord(document)) return null;
  return [document['Statement']].flat()[index] ?? null;
}

async function readPolicies(store: GraphReader, statements: readonly string[]): Promise<Map<string, HeldPolicy[]>> {
  const policies = new Map<string, HeldPolicy[]>();
  if (statements.length === 0) return policies;
  const rows = await store.run(
    'MATCH (policy:Policy)-[:HAS_STATEMENT]->(statement:Statement) WHERE statement.id IN $ids RETURN statement.id AS statement, policy.id AS id, policy.name AS name, policy.kind AS kind',
    { ids: statements },
  );
  for (const { statement, id, name, kind } of rows) {
    const list = policies.get(String(statement)) ?? [];
    list.push({ id: String(id), name: String(name), kind: String(kind) });
    policies.set(String(statement), list);
  }
  return policies;
}

/** Policies with the same document share its statements: of trust policies only the role's own is meant, of inline ones the callers'. */
function policiesOf({ adjacency, names }: SnapshotView, { gate, edges }: DecidingStatement, held: readonly HeldPolicy[]): HeldPolicy[] {
  const numbers = [...edges];
  const roles = new Set(numbers.map((edge) => names.arn(adjacency.targets[edge] ?? 0)));
  const callers = new Set(numbers.map((edge) => names.arn(adjacency.sources[edge] ?? 0)));
  return held
    .filter(({ id, kind }) => {
      const owner = id.split('#')[0] ?? id;
      if (gate === 'trust') return kind === 'trust' && roles.has(owner);
      if (kind === 'inline') return callers.has(owner) || owner.includes(':group/');
      return kind === 'aws-managed' || kind === 'customer-managed';
    })
    .sort((left, right) => (left.id < right.id ? -1 : 1))
    .slice(0, mostPolicies);
}
