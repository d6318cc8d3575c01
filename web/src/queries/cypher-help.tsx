/** What to write into the Cypher editor: whole queries that take its place, and the words of the graph's schema. */
import { useEffect, useState } from 'preact/hooks';
import type { SchemaKind } from './completions.ts';
import { exampleQueries } from './example-queries.ts';

interface Writing {
  /** Puts a query in place of what is in the editor. */
  readonly onQuery: (text: string) => void;
  /** Writes a word where the cursor is. */
  readonly onWord: (word: string) => void;
}

export function CypherHelp({ onQuery, onWord }: Writing) {
  return (
    <div class="cypher-help">
      <section class="sheet">
        <h2>Queries to begin with</h2>
        <ul class="examples">
          {exampleQueries.map(({ title, text }) => (
            <li key={title}>
              <button type="button" class="example" onClick={() => onQuery(text)}>
                <span class="example-title">{title}</span>
                <code>{text}</code>
              </button>
            </li>
          ))}
        </ul>
      </section>
      <SchemaReference onWord={onWord} />
    </div>
  );
}

/** The schema is large and comes with the editor, which needs it too: the page's first script goes without. */
function SchemaReference({ onWord }: Pick<Writing, 'onWord'>) {
  const [kinds, setKinds] = useState<readonly SchemaKind[]>([]);
  useEffect(() => {
    let wanted = true;
    void import('./completions.ts').then(({ schemaKinds }) => wanted && setKinds(schemaKinds));
    return () => {
      wanted = false;
    };
  }, []);
  if (kinds.length === 0) return null;
  return (
    <section class="sheet">
      <h2>What is in the graph</h2>
      <p class="hint">A word that you press is written where the cursor is.</p>
      <ul class="schema-kinds">
        {kinds.map(({ name, pattern, description, properties }) => (
          <li key={name}>
            <h3>
              <button type="button" class="link" onClick={() => onWord(name)}>
                <code>{name}</code>
              </button>
              <span class="hint">{pattern}</span>
            </h3>
            <p class="hint">{description}</p>
            <p class="schema-words">
              {properties.map((property) => (
                <button key={property.label} type="button" class="chip" title={property.info} onClick={() => onWord(property.label)}>
                  <code>{property.label}</code>
                </button>
              ))}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
