/** A policy document as pretty-printed lines, each knowing which statement it belongs to, so that deciding ones can be marked. */

export interface PolicyLine {
  readonly text: string;
  /** 0-based index of the statement; null for the lines around them. */
  readonly statement: number | null;
}

/** Takes whatever was stored as document; what is not an object with statements is printed as it is. */
export function policyLines(document: unknown): readonly PolicyLine[] {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return plainLines(document, null);
  const entries = Object.entries(document);
  const lines: PolicyLine[] = [{ text: '{', statement: null }];
  entries.forEach(([key, value], index) => {
    const comma = index < entries.length - 1 ? ',' : '';
    if (key === 'Statement') lines.push(...statementLines(value, comma));
    else lines.push(...indent(plainLines(value, null), 2, `${JSON.stringify(key)}: `, comma));
  });
  lines.push({ text: '}', statement: null });
  return lines;
}

function statementLines(value: unknown, comma: string): readonly PolicyLine[] {
  if (!Array.isArray(value)) return indent(plainLines(value, 0), 2, '"Statement": ', comma);
  const statements = value.flatMap((statement: unknown, index) =>
    indent(plainLines(statement, index), 4, '', index < value.length - 1 ? ',' : ''),
  );
  return [{ text: '  "Statement": [', statement: null }, ...statements, { text: `  ]${comma}`, statement: null }];
}

function plainLines(value: unknown, statement: number | null): readonly PolicyLine[] {
  const text = value === undefined ? 'undefined' : JSON.stringify(value, null, 2);
  return text.split('\n').map((line) => ({ text: line, statement }));
}

function indent(lines: readonly PolicyLine[], by: number, head: string, tail: string): readonly PolicyLine[] {
  return lines.map((line, index) => ({
    ...line,
    text: `${' '.repeat(by)}${index === 0 ? head : ''}${line.text}${index === lines.length - 1 ? tail : ''}`,
  }));
}
