/** GetAccountAuthorizationDetails as AWS gives it, from moto's answer, which has one page and leaves trust documents as they are. */

const lists = ['UserDetailList', 'GroupDetailList', 'RoleDetailList', 'Policies'];

/** The entries from `from` on, `size` of them, over all lists; a page in the middle is empty, as AWS's may be. */
export function pageDetails(xml: string, from: number, size: number): string {
  const entries = lists.flatMap((list) => membersOf(xml, list).map((entry) => ({ list, entry: encodeTrust(entry) })));
  // The third page holds nothing, and says that there is more.
  const isEmpty = from > 0 && Math.floor(from) === 2 * size && Number.isInteger(from);
  const start = Math.floor(from);
  const end = isEmpty ? start : start + size;
  const page = entries.slice(start, end);
  const next = isEmpty ? start + 0.5 : end;
  const isTruncated = isEmpty || end < entries.length;
  const body = lists.map((list) => {
    const members = page.filter((item) => item.list === list).map(({ entry }) => `<member>${entry}</member>`);
    return `<${list}>${members.join('')}</${list}>`;
  });
  const result = `<IsTruncated>${isTruncated}</IsTruncated>${isTruncated ? `<Marker>${next}</Marker>` : ''}${body.join('')}`;
  const name = 'GetAccountAuthorizationDetails';
  return `<${name}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${name}Result>${result}</${name}Result></${name}Response>`;
}

/** What stands in the members of the outermost list of this name. */
function membersOf(xml: string, list: string): string[] {
  const begin = xml.indexOf(`<${list}>`);
  const end = xml.lastIndexOf(`</${list}>`);
  if (begin < 0 || end < 0) return [];
  const members: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: tag, index } of xml.slice(begin, end).matchAll(/<\/?member>/g)) {
    if (tag === '<member>') {
      if (depth === 0) start = index + tag.length;
      depth += 1;
    } else {
      depth -= 1;
      if (depth === 0) members.push(xml.slice(begin + start, begin + index));
    }
  }
  return members;
}

const encodeTrust = (entry: string): string =>
  entry.replace(/<AssumeRolePolicyDocument>([^<]*)<\/AssumeRolePolicyDocument>/g, (_, text: string) => {
    const json = text
      .replaceAll('&quot;', '"')
      .replaceAll('&#34;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
    return `<AssumeRolePolicyDocument>${/^\s*[{[]/.test(json) ? encodeURIComponent(json) : text}</AssumeRolePolicyDocument>`;
  });
