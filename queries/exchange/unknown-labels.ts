/** Labels and relationships that a query asks for and the graph does not have: a query of another graph finds nothing in this one. */
import { readTokens, type Token } from '../../graph/cypher/tokens.ts';
import { nodeSpecs, relationshipSpecs } from '../../graph/schema.ts';

/** `Rolepath` and `Snapshot` are labels that Neo4j has besides. */
const known: ReadonlySet<string> = new Set([...Object.keys(nodeSpecs), ...Object.keys(relationshipSpecs), 'Rolepath', 'Snapshot']);

/** Each once, in the order of the query. @throws CypherError for what are no tokens */
export const findUnknownLabels = (cypher: string): string[] => [...new Set(readLabels(cypher).filter((label) => !known.has(label)))];

/** Whatever stands behind a colon that is not one of a map. */
function readLabels(cypher: string): string[] {
  const tokens = readTokens(cypher);
  const labels: string[] = [];
  const open: string[] = [];
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind !== 'symbol') continue;
    if ('([{'.includes(text)) open.push(text);
    else if (')]}'.includes(text)) open.pop();
    else if (text === ':' && open.at(-1) !== '{') labels.push(...labelsFrom(tokens, index + 1));
  }
  return labels;
}

/** `A`, `A|B`, `A|:B`, `!A&B`. */
function* labelsFrom(tokens: readonly Token[], start: number): Generator<string> {
  for (let at = start; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) return;
    if (token.kind === 'word' || token.kind === 'quoted') {
      yield token.text;
      if (!['|', '&'].includes(tokens[at + 1]?.text ?? '')) return;
    } else if (token.kind !== 'symbol' || !'|&!:('.includes(token.text)) return;
  }
}
