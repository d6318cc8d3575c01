/**
 * Names replaced by others, the same one for the same name everywhere, so that a screen or a file can be shown to outsiders. All text from
 * the data passes through `redact` on its way to the eye or into a file. What it does not know as a name it still replaces if it looks
 * like an ARN, an account id, a unique id, an address or a mail address.
 */
let active = false;
const aliases = new Map<string, string>();
const counts = new Map<string, number>();
/** Names that hold blanks cannot be found word by word. */
const phrases = new Set<string>();

export const redacting = (): boolean => active;
export function setRedacting(on: boolean): void {
  active = on;
}

/** Principals that are the same for everyone say nothing about anyone. */
const isPublic = (kind: unknown): boolean => kind === 'service' || kind === 'anyone' || kind === 'count';

function aliasFor(real: string, word: string): string {
  const known = aliases.get(real);
  if (known !== undefined) return known;
  const number = (counts.get(word) ?? 0) + 1;
  counts.set(word, number);
  const alias = word === 'account' ? String(number).padStart(12, '0') : `${word}-${number}`;
  aliases.set(real, alias);
  if (/\s/.test(real)) phrases.add(real);
  return alias;
}

/** Learns the names in an answer of the API, wherever they stand in it. */
export function learnNames(answer: unknown): void {
  if (Array.isArray(answer)) for (const item of answer) learnNames(item);
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return;
  const fields = answer as Readonly<Record<string, unknown>>;
  const text = (name: string): string | null => (typeof fields[name] === 'string' && fields[name] !== '' ? fields[name] : null);
  const learn = (name: string, word: string): void => {
    const value = text(name);
    if (value !== null) aliasFor(value, word);
  };
  const accountId = text('accountId');
  if (accountId !== null) aliasFor(accountId, 'account');
  if (text('accountName') !== text('accountId')) learn('accountName', 'account-name');
  if (typeof fields['isManagement'] === 'boolean') {
    learn('id', 'account');
    if (text('name') !== text('id')) learn('name', 'account-name');
  }
  if (text('arn') !== null && text('kind') !== null && !isPublic(fields['kind']) && text('name') !== text('accountId'))
    learn('name', text('kind') ?? 'name');
  if (text('policy') !== null || text('as') !== null) learn('name', 'policy');
  if (typeof fields['value'] === 'string' && typeof fields['key'] === 'string') learn('value', 'value');
  for (const unit of (text('unitPath') ?? '').split(' / ')) if (unit !== '' && unit !== 'Root') aliasFor(unit, 'unit');
  if (Array.isArray(fields['values']) && typeof fields['operator'] === 'string')
    for (const value of fields['values'])
      if (typeof value === 'string' && !/^(true|false|\*|\d{1,3})$/.test(value)) aliasFor(value, 'value');
  for (const [name, value] of Object.entries(fields)) if (name !== 'document') learnNames(value);
}

const arn = /\barn:(aws[\w-]*):([\w-]*):([\w-]*):(\d{12}|aws|\*|):((?:[^\s"',;()\\]|\\.)+)/g;
const account = /(?<![\d.])\d{12}(?![\d.])/g;
const uniqueId = /\b(?:A(?:IDA|ROA|GPA|NPA|KIA|SIA)[A-Z0-9]{12,}|o-[a-z0-9]{10,32}|ou-[a-z0-9-]{8,}|r-[a-z0-9]{4,32})\b/g;
const address = /\b\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?\b/g;
const mail = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const word = /[^\s"',;()[\]{}<>=]+/g;

/** The text as it may be shown; unchanged unless redaction is on. */
export function redact(text: string): string {
  return active ? replaceNames(text) : text;
}

function replaceNames(text: string): string {
  const whole = aliases.get(text);
  if (whole !== undefined) return whole;
  const done: string[] = [];
  const put = (alias: string): string => `\u0001${done.push(alias) - 1}\u0002`;
  let rest = text.replace(arn, (_all, partition: string, service: string, region: string, owner: string, resource: string) =>
    put(
      `arn:${partition}:${service}:${region}:${/^\d{12}$/.test(owner) ? aliasFor(owner, 'account') : owner}:${aliasOfResource(resource)}`,
    ),
  );
  for (const phrase of phrases) if (rest.includes(phrase)) rest = rest.split(phrase).join(put(aliases.get(phrase) ?? ''));
  rest = rest
    .replace(mail, (found) => put(aliasFor(found, 'mail')))
    .replace(account, (found) => put(aliasFor(found, 'account')))
    .replace(uniqueId, (found) => put(aliasFor(found, 'id')))
    .replace(address, (found) => put(aliasFor(found, 'address')))
    .replace(word, (found) => {
      const bare = found.replace(/[.:?!]+$/, '');
      const alias = aliases.get(found) ?? aliases.get(bare);
      return alias === undefined ? found : put(alias) + (aliases.has(found) ? '' : found.slice(bare.length));
    });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: marks of what was replaced already
  return rest.replace(/\u0001(\d+)\u0002/g, (_all, index: string) => done[Number(index)] ?? '');
}

/** `role/team/deploy` becomes `role/role-3`; the kind stays. */
function aliasOfResource(resource: string): string {
  if (resource === 'root' || resource === '*') return resource;
  const [kind = '', ...path] = resource.split('/');
  const name = path.at(-1);
  if (name === undefined) return aliasFor(resource, 'resource');
  return `${kind}/${/[*?]/.test(name) ? aliasFor(resource, 'pattern') : (aliases.get(path.join('/')) ?? aliasFor(name, kind))}`;
}
