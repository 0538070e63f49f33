import { NotReadable } from "./imported";

/**
 * Translate a formula of the Data Browser into an expression of CAFlux. There, `&` and `|` bind alike, and so do
 * `*`, `/` and `^`, from left to right; here they don't, hence the parentheses.
 *
 * @param inputs What each variable stands for, as an expression.
 * @throws NotReadable what has no translation.
 */
export function translateFormula(text: string, inputs: ReadonlyMap<string, string>): string {
  const parser = new Parser(tokensOf(text), inputs);
  const whole = parser.bool();
  parser.end();
  return whole.text;
}

const TOKEN =
  /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([\p{L}_][\p{L}\d_:]*)|'([^']*)'|`([^`]*)`|(&&?|\|\|?|[<>=!]=|[-+*/^<>!?:(),]))/uy;

type Token = { kind: "number" | "name" | "quoted" | "sign" | "end"; text: string };

function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) {
      if (text.slice(at).trimStart().startsWith('"')) throw new NotReadable("texts can't be computed with");
      throw new NotReadable(`“${text.slice(at).trim().slice(0, 20)}” means nothing there`);
    }
    const [, number, name, single, back, sign] = match;
    if (number !== undefined) found.push({ kind: "number", text: number });
    else if (name !== undefined) found.push({ kind: "name", text: name });
    else if (sign !== undefined) found.push({ kind: "sign", text: sign });
    else found.push({ kind: "quoted", text: single ?? back ?? "" });
  }
  return [...found, { kind: "end", text: "the end" }];
}

/** A part in CAFlux's language; a single one needs no parentheses around it. */
interface Part {
  text: string;
  single: boolean;
}

const single = (text: string): Part => ({ text, single: true });
const inner = ({ text, single: alone }: Part): string => (alone ? text : `(${text})`);
const binary = (left: Part, sign: string, right: Part): Part => ({
  text: `${inner(left)} ${sign} ${inner(right)}`,
  single: false,
});

const SAME = new Set("abs acos asin atan ceil cos exp floor log log10 round sin sqrt tan".split(" "));

const FUNCTIONS: Record<string, (args: Part[]) => string> = {
  ...Object.fromEntries([...SAME].map((name) => [name, ([a]) => `${name}(${a?.text})`])),
  atan2: ([y, x]) => `atan2(${y?.text}, ${x?.text})`,
  pow: ([a, b]) => `(${inner(a as Part)} ** ${inner(b as Part)})`,
  hypot: ([a, b]) => `sqrt(${inner(a as Part)} ** 2 + ${inner(b as Part)} ** 2)`,
  expm1: ([a]) => `(exp(${a?.text}) - 1)`,
  sinh: ([a]) => `((exp(${a?.text}) - exp(-(${a?.text}))) / 2)`,
  cosh: ([a]) => `((exp(${a?.text}) + exp(-(${a?.text}))) / 2)`,
  tanh: ([a]) => `(1 - 2 / (exp(2 * ${inner(a as Part)}) + 1))`,
  todegrees: ([a]) => `(${inner(a as Part)} * 180 / pi)`,
  toradians: ([a]) => `(${inner(a as Part)} * pi / 180)`,
};
const QUOTED = /^"(?:[^"]|"")*"$/;
const TWO = new Set(["atan2", "pow", "hypot"]);
const SEVERAL = new Set(["min", "max"]);
const CONSTANTS = new Map([
  ["PI", "pi"],
  ["E", "e"],
]);

class Parser {
  private at = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly inputs: ReadonlyMap<string, string>,
  ) {}

  private get next(): Token {
    return this.tokens[this.at] ?? { kind: "end", text: "the end" };
  }

  private sign(...wanted: string[]): string | null {
    const { kind, text } = this.next;
    if (kind !== "sign" || !wanted.includes(text)) return null;
    this.at += 1;
    return text;
  }

  private expect(sign: string): void {
    if (this.sign(sign) === null) throw new NotReadable(`${this.next.text} stands where ${sign} should`);
  }

  end(): void {
    if (this.next.kind !== "end") throw new NotReadable(`${this.next.text} stands where it should end`);
  }

  bool(): Part {
    let left = this.compare();
    for (;;) {
      if (this.sign("&", "&&")) left = binary(left, "and", this.compare());
      else if (this.sign("|", "||")) left = binary(left, "or", this.compare());
      else if (this.sign("?")) {
        const yes = this.compare();
        this.expect(":");
        left = single(`if(${left.text}, ${yes.text}, ${this.bool().text})`);
      } else return left;
    }
  }

  private chain(signs: readonly string[], operand: () => Part): Part {
    let left = operand();
    for (let sign = this.sign(...signs); sign !== null; sign = this.sign(...signs)) {
      left = binary(left, sign === "^" ? "**" : sign, operand());
    }
    return left;
  }

  private compare = (): Part => this.chain(["<", "<=", ">", ">=", "==", "!="], this.sum);
  private sum = (): Part => this.chain(["+", "-"], this.product);
  private product = (): Part => this.chain(["*", "/", "^"], this.unary);

  private unary = (): Part => {
    if (this.sign("!")) return { text: `not ${inner(this.value())}`, single: false };
    return this.value();
  };

  private value(): Part {
    if (this.sign("-")) return { text: `-${inner(this.value())}`, single: false };
    if (this.sign("(")) {
      const part = this.bool();
      this.expect(")");
      return part;
    }
    const { kind, text } = this.next;
    this.at += 1;
    if (kind === "number") return single(text);
    if (kind === "quoted") return this.variable(text);
    if (kind !== "name") throw new NotReadable(`${text} stands where a value should`);
    return this.sign("(") ? this.call(text) : this.variable(text);
  }

  private variable(name: string): Part {
    const constant = CONSTANTS.get(name);
    const found = this.inputs.get(name);
    if (found !== undefined) return { text: found, single: QUOTED.test(found) };
    if (constant === undefined) throw new NotReadable(`it has no input called ${name}`);
    return single(constant);
  }

  private call(name: string): Part {
    const args = [this.bool()];
    while (this.sign(",")) args.push(this.bool());
    this.expect(")");
    const known = name.toLowerCase();
    if (SEVERAL.has(known) && args.length > 1) {
      return single(`${known}(${args.map(({ text }) => text).join(", ")})`);
    }
    const write = FUNCTIONS[known];
    if (!write || args.length !== (TWO.has(known) ? 2 : 1)) {
      throw new NotReadable(`the function ${name} has no counterpart`);
    }
    return single(write(args));
  }
}
