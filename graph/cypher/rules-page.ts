/** docs/generated/cypher.md: what user Cypher may say, for people whose query was refused. */
import { bounds, type Dialect, rulesOf } from './rules.ts';

/** The page as Markdown. */
export function renderRulesPage(): string {
  return [
    '# What a Cypher query may say',
    '',
    'Generated from `graph/cypher/rules.ts`; do not edit. Queries that people type, and saved queries, only read the graph: what is not on these lists is refused.',
    `A query is one statement of at most ${bounds.length.toLocaleString('en-US')} characters with brackets at most ${bounds.depth} deep. Names that look like keywords`,
    '(`n.load`, `:Call`, a variable `set`) are free. `\\uXXXX` may stand only in strings, and not for quotes, backslashes and control characters.',
    ...section('ladybug', 'Ladybug'),
    ...section('neo4j', 'Neo4j'),
  ].join('\n');
}

function section(dialect: Dialect, title: string): string[] {
  const { clauses, joining, prefixes, subqueries, functions } = rulesOf[dialect];
  const words = [...joining].map(([word, { words: more = [] }]) =>
    [word, ...more.map((one) => one.filter((text) => text !== '').join('/'))].join(' '),
  );
  return [
    '',
    `## ${title}`,
    '',
    `- A query begins with ${code(clauses)}.`,
    `- It goes on with ${code(new Set(words))}.`,
    `- Before a value may stand ${code(prefixes)}.`,
    `- A query in braces may follow ${code(subqueries)}.`,
    `- Functions: ${code(new Set([...functions].sort()))}.`,
  ];
}

const code = (words: ReadonlySet<string>): string => [...words].map((word) => `\`${word}\``).join(', ');
