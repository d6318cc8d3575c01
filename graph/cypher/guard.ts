/**
 * Decides whether a text may be run as user Cypher. A database that is opened read-only still reads and writes files, opens others, loads
 * code and runs procedures when a query says so; so only what rules.ts names may stand in one.
 *
 * What makes it sound: every clause begins with a word, and behind that word comes directly a name, a value, or an opening bracket. The guard
 * lets a word stand before such a thing only if the word is an allowed keyword or the name of an allowed function. A word that is a mere name
 * (`n.load`, `:Call`, a variable `set`) never stands there in Cypher, so such names pass.
 */
import { CypherError } from '../cypher-runner.ts';
import { bounds, type Dialect, dangers, type Follows, type Rules, rulesOf } from './rules.ts';
import { readTokens, refused, syntax, type Token } from './tokens.ts';

/** Throws a CypherError `cypher-refused` or `cypher-syntax` with the place, unless the text is one query that only reads the graph. */
export function checkCypher(text: string, dialect: Dialect): void {
  if (text.length > bounds.length)
    throw new CypherError('cypher-refused', `A query may have ${bounds.length} characters. Pass long lists as parameters.`);
  new Guard(text, rulesOf[dialect]).check();
}

/** `subquery`: as `clause`, but a pattern may stand there too. */
type Expected = Follows | 'subquery';

interface Bracket {
  readonly token: Token;
  readonly kind: 'round' | 'square' | 'hop' | 'curly' | 'subquery';
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

class Guard {
  readonly #text: string;
  readonly #rules: Rules;
  readonly #tokens: readonly Token[];
  readonly #open: Bracket[] = [];
  #expected: Expected = 'clause';
  #next = 0;

  constructor(text: string, rules: Rules) {
    this.#text = text;
    this.#rules = rules;
    this.#tokens = readTokens(text);
  }

  check(): void {
    if (this.#tokens.length === 0) throw syntax(this.#text, 0, 'There is no query here. Begin with MATCH or RETURN.');
    while (this.#next < this.#tokens.length) {
      const token = this.#tokens[this.#next++] as Token;
      if (token.kind === 'word') this.#checkWord(token);
      else if (token.kind === 'symbol') this.#checkSymbol(token);
      else this.#checkOperand(token);
    }
    const left = this.#open.at(-1);
    if (left !== undefined) throw syntax(this.#text, left.token.at, `This ${left.token.text} is never closed.`);
  }

  #checkWord(token: Token): void {
    const keyword = token.text.toUpperCase();
    if (this.#expected === 'clause' || (this.#expected === 'subquery' && !this.#beginsPattern())) {
      if (!this.#rules.clauses.has(keyword))
        throw this.#refuseWord(token, 'A query begins with MATCH, OPTIONAL MATCH, UNWIND, WITH or RETURN');
      this.#join(token, keyword);
    } else if (this.#expected === 'after') {
      if (this.#joinsHop(keyword)) this.#expected = 'operand';
      else if (this.#rules.joining.has(keyword)) this.#join(token, keyword);
      else throw this.#refuseWord(token, 'No operator or clause of this name is allowed here');
    } else if (this.#repeatsPattern()) {
      this.#checkAfterRepeat(token, keyword);
    } else if (this.#isPrefix(keyword)) {
      this.#expected = 'operand';
    } else {
      this.#name(token);
    }
  }

  /**
   * Behind `(…)+` stands the next clause if that is a pattern, and a summand if it is a number. So a name may not be followed by what a clause could
   * begin with: `((a)-->(b))+ DELETE [a][0]`.
   */
  #checkAfterRepeat(token: Token, keyword: string): void {
    const next = this.#peek();
    if (this.#rules.joining.has(keyword)) this.#join(token, keyword);
    else if (this.#isPrefix(keyword)) this.#expected = 'operand';
    else if (next?.kind === 'symbol' && '[{'.includes(next.text) && !this.#rules.subqueries.has(keyword))
      throw this.#refuseWord(token, 'Behind a bracket and + or * no clause of this name is allowed');
    else this.#name(token);
  }

  /** A word that continues the query, with the words that belong to it. */
  #join(token: Token, keyword: string): void {
    const { follows, words = [] } = this.#rules.joining.get(keyword) ?? { follows: 'operand' };
    for (const allowed of words) {
      const next = this.#peek();
      if (next?.kind === 'word' && allowed.includes(next.text.toUpperCase())) this.#next++;
      else if (!allowed.includes(''))
        throw next?.kind === 'word'
          ? this.#refuseWord(next, `${keyword} must be followed by ${allowed.join(' or ')}`)
          : syntax(this.#text, next?.at ?? token.at, `${keyword} must be followed by ${allowed.join(' or ')}.`);
    }
    this.#expected = follows;
  }

  /** A word where a name or value is expected, and what follows it. */
  #name(token: Token): void {
    const next = this.#peek();
    if (next?.kind === 'symbol' && next.text === '(') this.#checkFunction(token);
    if (next?.kind === 'symbol' && next.text === '{' && this.#rules.subqueries.has(token.text.toUpperCase()) && token.kind === 'word') {
      this.#next++;
      this.#push({ token: next, kind: 'subquery' });
      this.#expected = 'subquery';
      return;
    }
    this.#expected = 'after';
  }

  #checkOperand(token: Token): void {
    // [:R* WSHORTEST(cost) 1..8]
    const isRange = token.kind === 'number' && this.#open.at(-1)?.kind === 'hop' && this.#tokens[this.#next - 2]?.text === ')';
    if (this.#expected === 'after' && !isRange)
      throw refused(this.#text, token.at, 'Two values or names stand side by side here. An operator or comma is missing between them.');
    if (this.#expected === 'clause' || (this.#expected === 'subquery' && !(token.kind === 'quoted' && this.#beginsPattern())))
      throw refused(this.#text, token.at, 'A query begins with MATCH, OPTIONAL MATCH, UNWIND, WITH or RETURN.');
    if (token.kind === 'quoted') this.#name(token);
    else this.#expected = 'after';
  }

  #checkSymbol(token: Token): void {
    const { text } = token;
    if (this.#expected === 'clause' || (this.#expected === 'subquery' && text !== '('))
      throw refused(this.#text, token.at, 'A query begins with MATCH, OPTIONAL MATCH, UNWIND, WITH or RETURN.');
    if (text in closing) this.#openBracket(token);
    else if (text === ')' || text === ']' || text === '}') this.#closeBracket(token);
    else if (text === ';') this.#checkEnd(token);
    else if (text === '*' && this.#expected === 'operand' && this.#open.at(-1)?.kind !== 'hop') this.#expected = 'after';
    else this.#expected = 'operand';
  }

  #openBracket(token: Token): void {
    if (token.text === '{') this.#checkMap();
    const before = this.#tokens[this.#next - 2];
    const isHop = token.text === '[' && before?.kind === 'symbol' && before.text === '-';
    this.#push({ token, kind: token.text === '(' ? 'round' : token.text === '{' ? 'curly' : isHop ? 'hop' : 'square' });
    this.#expected = 'operand';
  }

  #push(bracket: Bracket): void {
    if (this.#open.length === bounds.depth)
      throw refused(this.#text, bracket.token.at, `Brackets may be ${bounds.depth} deep. Ask a simpler query.`);
    this.#open.push(bracket);
  }

  #closeBracket(token: Token): void {
    const opened = this.#open.pop();
    if (opened === undefined || closing[opened.token.text] !== token.text)
      throw syntax(this.#text, token.at, `This ${token.text} closes nothing that is open.`);
    this.#expected = 'after';
  }

  #checkEnd(token: Token): void {
    if (this.#next < this.#tokens.length)
      throw refused(this.#text, token.at, 'Only one statement can be run at a time. Leave out what stands behind the semicolon.');
  }

  /** What stands in `{` is a map, properties, a projection or a count, none of which begins as a clause does. */
  #checkMap(): void {
    const first = this.#peek();
    const second = this.#tokens[this.#next + 1];
    if (first?.kind !== 'word' || (second?.kind === 'symbol' && '.:,}'.includes(second.text))) return;
    throw this.#refuseWord(first, 'Only EXISTS and COUNT take a query in braces');
  }

  /** With its namespace, in whatever way the parts are written. */
  #checkFunction(token: Token): void {
    let name = token.text;
    for (let at = this.#next - 2; at > 0; at -= 2) {
      const [dot, before] = [this.#tokens[at], this.#tokens[at - 1]];
      if (dot?.text !== '.' || dot.kind !== 'symbol' || (before?.kind !== 'word' && before?.kind !== 'quoted')) break;
      name = `${before.text}.${name}`;
    }
    if (this.#rules.functions.has(name.toLowerCase())) return;
    const why = dangers.get(name.toUpperCase());
    if (why !== undefined) throw this.#refuseWord(token, '');
    throw refused(
      this.#text,
      token.at,
      `The function ${name} is not on the list of those that only compute. Use another; docs/generated/cypher.md has the list.`,
    );
  }

  /** `not`, `distinct` and the like are names where nothing follows that they could apply to. */
  #isPrefix(keyword: string): boolean {
    const before = this.#tokens[this.#next - 2];
    const isFilter = keyword === 'WHERE' && before?.kind === 'symbol' && before.text === '|';
    if (!isFilter && !this.#rules.prefixes.has(keyword)) return false;
    const next = this.#peek();
    if (next === undefined) return false;
    if (next.text === '(' && this.#rules.functions.has(keyword.toLowerCase())) return false;
    return next.kind !== 'symbol' || '([{-+'.includes(next.text);
  }

  /** `[:R* SHORTEST 1..8]`: between the star and the range. */
  #joinsHop(keyword: string): boolean {
    return this.#open.at(-1)?.kind === 'hop' && this.#rules.prefixes.has(keyword);
  }

  /** `((a)-->(b))+ RETURN a`: the plus or star before this word says how often, and nothing is added to it. */
  #repeatsPattern(): boolean {
    const [before, sign] = this.#tokens.slice(Math.max(0, this.#next - 3), this.#next - 1);
    return before?.kind === 'symbol' && ')->'.includes(before.text) && sign?.kind === 'symbol' && '+*'.includes(sign.text);
  }

  /** In a subquery: a path variable. */
  #beginsPattern(): boolean {
    const next = this.#peek();
    return next?.kind === 'symbol' && next.text === '=';
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  #refuseWord(token: Token, rule: string): CypherError {
    const why = dangers.get(token.text.toUpperCase());
    const said = why === undefined ? `${rule}: ${token.text}` : `${token.text.toUpperCase()} ${why}, and queries here only read the graph`;
    return refused(
      this.#text,
      token.at,
      `${said}. Use MATCH, WHERE, WITH, UNWIND, RETURN, UNION, ORDER BY, SKIP and LIMIT; a name like this goes into backticks.`,
    );
  }
}
