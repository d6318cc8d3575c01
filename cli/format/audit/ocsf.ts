/**
 * Findings as OCSF Detection Findings (class 2004, https://schema.ocsf.io/1.4.0/classes/detection_finding), one JSON value a line, for
 * Security Lake and SIEMs.
 */
import type { AuditAnswer, AuditFinding, AuditQuery } from '../../../queries/audit-answer.ts';
import type { Severity } from '../../../queries/saved/metadata.ts';
import { jsonLine } from '../view.ts';
import { showEvidence } from './audit-view.ts';

const schemaVersion = '1.4.0';
const classUid = 2004;
const categoryUid = 2;
const create = 1;
const status = { fresh: [1, 'New'], suppressed: [3, 'Suppressed'] } as const;

const severityOf: Readonly<Record<Severity, readonly [id: number, caption: string]>> = {
  info: [1, 'Informational'],
  low: [2, 'Low'],
  medium: [3, 'Medium'],
  high: [4, 'High'],
  critical: [5, 'Critical'],
};

/** Muted findings are there too, as suppressed. `version` is Rolepath's. */
export function* renderOcsf(answer: AuditAnswer, version: string): Generator<string> {
  const queries = new Map(answer.queries.map((query) => [query.id, query]));
  for (const finding of answer.findings) {
    const query = queries.get(finding.query);
    if (query) yield jsonLine(toDetectionFinding(finding, query, answer, version));
  }
}

function toDetectionFinding(finding: AuditFinding, query: AuditQuery, answer: AuditAnswer, version: string): object {
  const [severityId, severity] = severityOf[finding.severity];
  const [statusId, statusName] = finding.muted === null ? status.fresh : status.suppressed;
  const time = Date.parse(answer.createdAt);
  return {
    activity_id: create,
    activity_name: 'Create',
    category_name: 'Findings',
    category_uid: categoryUid,
    class_name: 'Detection Finding',
    class_uid: classUid,
    type_name: 'Detection Finding: Create',
    type_uid: classUid * 100 + create,
    severity,
    severity_id: severityId,
    status: statusName,
    status_id: statusId,
    is_alert: finding.muted === null,
    time,
    message: `${finding.title}: ${finding.sentence}`,
    ...(finding.muted === null ? {} : { comment: `${finding.muted.why} (until ${finding.muted.until})` }),
    metadata: {
      version: schemaVersion,
      profiles: ['cloud'],
      product: { name: 'Rolepath', vendor_name: 'Rolepath', version },
      log_name: 'rolepath audit',
      event_code: finding.query,
      uid: `${answer.snapshot}/${finding.id}`,
    },
    cloud: { provider: 'AWS', ...(finding.account === null ? {} : { account: accountOf(finding.account) }) },
    finding_info: {
      uid: finding.id,
      title: finding.title,
      desc: query.question,
      created_time: time,
      analytic: { name: query.title, uid: query.id, type: 'Rule', type_id: 1 },
      data_sources: [answer.source],
      types: [query.category, ...query.tags],
    },
    remediation: { desc: query.remediation, references: query.references },
    resources: resourcesOf(finding),
    observables: observablesOf(finding),
    evidences: [
      {
        data: {
          details: finding.details,
          chain: finding.chain,
          chainState: finding.chainState,
          statements: finding.evidence.map(showEvidence),
        },
      },
    ],
    unmapped: { snapshot: answer.snapshot, incomplete: answer.incomplete },
  };
}

/** `type_id` 10: AWS Account. */
const accountOf = ({ id, name }: { id: string; name: string }): object => ({ uid: id, name, type: 'AWS Account', type_id: 10 });

function resourcesOf({ principal, role, account }: AuditFinding): object[] {
  const resources = [role, principal].flatMap((one) =>
    one === null ? [] : [{ uid: one.arn, name: one.name, type: `AWS::IAM::${one.kind}`, labels: [one === role ? 'target' : 'source'] }],
  );
  return resources.length > 0 || account === null
    ? resources
    : [{ uid: account.id, name: account.name, type: 'AWS::Organizations::Account' }];
}

/** What SIEMs pivot on: `type_id` 10 is Resource UID, 35 Account UID. */
function observablesOf(finding: AuditFinding): object[] {
  const { principal, role, account, chain } = finding;
  const ends = [role, principal].flatMap((one) => (one === null ? [] : [one.arn]));
  const between = (chain?.principals ?? []).map(({ arn }) => arn).filter((arn) => !ends.includes(arn));
  return [
    ...ends.map((value) => ({ name: 'resources[].uid', type: 'Resource UID', type_id: 10, value })),
    ...[...new Set(between)].map((value) => ({ name: 'evidences[].data.chain', type: 'Resource UID', type_id: 10, value })),
    ...(account === null ? [] : [{ name: 'cloud.account.uid', type: 'Account UID', type_id: 35, value: account.id }]),
  ];
}
