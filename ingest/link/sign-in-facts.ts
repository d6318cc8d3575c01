/** How users sign in: from an account's credential report, or from single calls for each user. */
import type { RawAccount, RawFile } from '../collection.ts';
import { type Entry, entriesOf, fieldOf, hasField, listOf, requiredText, rootEntry } from './fields.ts';
import { type Findings, placeAt } from './findings.ts';
import { isoDate } from './iso-date.ts';

export interface SignInFacts {
  /** Null where it is not known. */
  readonly passwordEnabled: boolean | null;
  readonly mfaActive: boolean | null;
  /** Active access keys. */
  readonly accessKeys: number | null;
  /** When the password or a key was last used, ISO 8601; null if never, or not known. */
  readonly lastUsedAt: string | null;
  /** Whether password or a key was ever used, as far back as AWS knows. */
  readonly everUsed: boolean | null;
}

export const unknownSignIn: SignInFacts = { passwordEnabled: null, mfaActive: null, accessKeys: null, lastUsedAt: null, everUsed: null };

/** By user name. Empty if the account's Collection does not say. */
export function readSignInFacts({ others = {} }: Pick<RawAccount, 'others'>, findings: Findings): ReadonlyMap<string, SignInFacts> {
  const report = others['credential-report'];
  if (report) return readReport(report, findings);
  const single = others['user-credentials'];
  return single ? readSingle(single, findings) : new Map();
}

/** "Get credential reports for your AWS account": CSV; `not_supported` and `N/A` where a column does not apply. */
function readReport({ file, json }: RawFile, findings: Findings): Map<string, SignInFacts> {
  const facts = new Map<string, SignInFacts>();
  const root = rootEntry(file, json, findings);
  const content = root && requiredText(root, 'Content', findings, 'unknown');
  if (!root || content === null) return facts;
  const text = content.startsWith('user,') ? content : Buffer.from(content, 'base64').toString('utf8');
  const [header = '', ...lines] = text.split(/\r?\n/);
  const columns = header.split(',');
  const column = (name: string): number => columns.indexOf(name);
  const [user, password, mfa] = [column('user'), column('password_enabled'), column('mfa_active')];
  const keys = [column('access_key_1_active'), column('access_key_2_active')];
  const uses = ['password_last_used', 'access_key_1_last_used_date', 'access_key_2_last_used_date'].map(column);
  if (user < 0 || password < 0 || mfa < 0) {
    findings.report({
      severity: 'unknown',
      code: 'wrong-credential-report',
      place: placeAt(root.place, 'Content'),
      reason: 'it is no credential report: columns user, password_enabled or mfa_active are missing',
      remedy: 'Give the output of: aws iam get-credential-report',
    });
    return facts;
  }
  for (const line of lines) {
    // No column holds a comma: names of users, ARNs and dates have none (user names may hold `,`, which the report then quotes).
    const cells = splitCsv(line);
    const name = cells[user];
    if (name === undefined || name === '' || name === '<root_account>') continue;
    const active = keys.map((index) => flag(cells[index]));
    const lastUsedAt = latest(uses.map((index) => isoDate(cells[index])));
    facts.set(name, {
      passwordEnabled: flag(cells[password]),
      mfaActive: flag(cells[mfa]),
      accessKeys: active.includes(null) ? null : active.filter(Boolean).length,
      lastUsedAt,
      // What was never used has no date; only a report with all columns says so.
      everUsed: lastUsedAt !== null || (uses.every((index) => cells[index] !== undefined) ? false : null),
    });
  }
  return facts;
}

const flag = (cell: string | undefined): boolean | null => (cell === 'true' ? true : cell === 'false' ? false : null);

/** `N/A` and `no_information` are no dates. */
const latest = (dates: readonly (string | null)[]): string | null =>
  dates
    .filter((date) => date !== null)
    .sort()
    .at(-1) ?? null;

const splitCsv = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare = '']) => quoted?.replaceAll('""', '"') ?? bare);

function readSingle({ file, json }: RawFile, findings: Findings): Map<string, SignInFacts> {
  const root = rootEntry(file, json, findings);
  const facts = new Map<string, SignInFacts>();
  for (const entry of root ? entriesOf(root, 'Users', findings).entries : []) {
    const name = requiredText(entry, 'UserName', findings);
    if (name === null) continue;
    const devices = fieldOf(entry, 'MFADevices');
    facts.set(name, {
      passwordEnabled: typeof fieldOf(entry, 'PasswordEnabled') === 'boolean' ? fieldOf(entry, 'PasswordEnabled') === true : null,
      mfaActive: typeof devices === 'number' ? devices > 0 : null,
      accessKeys: hasField(entry, 'AccessKeys') ? countActive(entry, findings) : null,
      lastUsedAt: null,
      everUsed: null,
    });
  }
  return facts;
}

function countActive(entry: Entry, findings: Findings): number | null {
  const keys = listOf(entry, 'AccessKeys', findings);
  return (
    keys?.filter(({ value }) => typeof value === 'object' && value !== null && Reflect.get(value, 'Status') === 'Active').length ?? null
  );
}
