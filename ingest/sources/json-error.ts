/**
 * Says where a text stops being JSON and why, by line and column. `JSON.parse` knows, but its messages differ between
 * engines and often leave the place out. Works without recursion, so that depth does not matter.
 */

export interface JsonError {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  /** What was expected or found, e.g. `expected "," or "}"`. */
  readonly problem: string;
  /** True if the text is right as far as it goes, but stops too soon. */
  readonly truncated: boolean;
}

type Expectation = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or end' | 'nothing';

const words: Record<Expectation, string> = {
  value: 'expected a value',
  'value or ]': 'expected a value or "]"',
  key: 'expected a name in double quotes',
  'key or }': 'expected a name in double quotes or "}"',
  colon: 'expected ":"',
  'comma or end': 'expected "," or the closing bracket',
  nothing: 'expected the end of the file',
};

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const spacePattern = /[ \t\n\r]*/y;
/** What may stand in a string as it is: from the space on, without the quote and the backslash. */
const plainPattern = /[ !#-[\]-\uffff]*/y;
const escapePattern = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

/** The first error in the text, or null if it is JSON. */
export function findJsonError(text: string): JsonError | null {
  const open: ('{' | '[')[] = [];
  let expecting: Expectation = 'value';
  let at = 0;

  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  const skipString = (): string | null => {
    at += 1;
    for (;;) {
      skip(plainPattern);
      if (at >= text.length) return 'the file ends within a text in quotes';
      if (text[at] === '"') {
        at += 1;
        return null;
      }
      if (text[at] !== '\\') return 'a control character stands in a text';
      if (skip(escapePattern)) continue;
      if (/^\\(?:u[\da-f]{0,3})?$/i.test(text.slice(at, at + 6)) && text.length - at < 6) at = text.length;
      else return 'no escape sequence of JSON';
    }
  };
  const afterValue = (): Expectation => (open.length > 0 ? 'comma or end' : 'nothing');
  const failure = (problem: string, truncated = false): JsonError => ({ ...placeOf(text, at), problem, truncated });

  for (;;) {
    skip(spacePattern);
    const char = text[at];
    if (char === undefined)
      return expecting === 'nothing' ? null : failure(text.trim() === '' ? 'the file is empty' : 'the file ends too soon', true);

    if (expecting === 'colon' && char === ':') {
      expecting = 'value';
      at += 1;
    } else if ((expecting === 'key' || expecting === 'key or }') && char === '"') {
      const problem = skipString();
      if (problem) return failure(problem, at >= text.length);
      expecting = 'colon';
    } else if (expecting === 'comma or end' && char === ',') {
      expecting = open.at(-1) === '{' ? 'key' : 'value';
      at += 1;
    } else if (
      (expecting === 'comma or end' && char === (open.at(-1) === '{' ? '}' : ']')) ||
      `value or ${char}` === expecting ||
      `key or ${char}` === expecting
    ) {
      open.pop();
      expecting = afterValue();
      at += 1;
    } else if (expecting === 'value' || expecting === 'value or ]') {
      if (char === '{' || char === '[') {
        open.push(char);
        expecting = char === '{' ? 'key or }' : 'value or ]';
        at += 1;
        continue;
      }
      const start = at;
      const problem = char === '"' ? skipString() : skipScalar();
      if (problem) return failure(problem, at >= text.length);
      if (at === start) return failure(words[expecting]);
      expecting = afterValue();
    } else {
      return failure(words[expecting]);
    }
  }

  function skipScalar(): string | null {
    for (const word of ['true', 'false', 'null']) {
      if (text.startsWith(word, at)) {
        at += word.length;
        return null;
      }
      const rest = text.slice(at, at + word.length);
      if (at + rest.length === text.length && rest !== '' && word.startsWith(rest)) {
        at = text.length;
        return 'the file ends too soon';
      }
    }
    // `1.`, `2e` or `-` at the very end: the rest of the number is missing.
    const rest = text.slice(at, at + 400);
    if (at + rest.length === text.length && /^-?(?:\d+(?:\.\d+)?(?:\.|[eE][+-]?))?$/.test(rest)) {
      at = text.length;
      return 'the file ends too soon';
    }
    if (skip(numberPattern)) return null;
    return expecting === 'value' ? words.value : words['value or ]'];
  }
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf('\n'); end !== -1 && end < offset; end = text.indexOf('\n', start)) {
    line += 1;
    start = end + 1;
  }
  return { line, column: offset - start + 1 };
}
