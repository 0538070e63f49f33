import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { translateFormula } from "./phoebus-formula";

const INPUTS = new Map([
  ["a", '"A"'],
  ["b", '"B""2"'],
]);
const translate = (text: string) => translateFormula(text, INPUTS);

describe("translateFormula", () => {
  it("keeps what binds to what, which differs there", () => {
    expect(translate("a * b ^ 2")).toBe('("A" * "B""2") ** 2');
    expect(translate("a | b & a")).toBe('("A" or "B""2") and "A"');
    expect(translate("a < b == 1")).toBe('("A" < "B""2") == 1');
    expect(translate("-a - -3")).toBe('(-"A") - (-3)');
  });

  it("writes functions by what they are here", () => {
    expect(translate("pow('a', `b`)")).toBe('("A" ** "B""2")');
    expect(translate("min(a, b, PI) + toRadians(a)")).toBe('min("A", "B""2", pi) + ("A" * pi / 180)');
    expect(translate("!a && b != 0 ? 1 : E")).toBe('if((not "A") and ("B""2" != 0), 1, e)');
  });

  it("says what it can't translate", () => {
    expect(() => translate("a +")).toThrow("the end stands where a value should");
    expect(() => translate("c + 1")).toThrow("no input called c");
    expect(() => translate("a $ b")).toThrow("means nothing");
    expect(() => translate("scale(a, 2)")).toThrow("scale has no counterpart");
    expect(() => translate('"x"')).toThrow("texts");
  });

  /** A formula as the Data Browser reads it, and what it is worth. */
  interface Worth {
    text: string;
    value: number;
  }
  const truth = (is: boolean) => (is ? 1 : 0);
  const OPERATIONS: [string, (a: number, b: number) => number][] = [
    ["+", (a, b) => a + b],
    ["-", (a, b) => a - b],
    ["*", (a, b) => a * b],
  ];
  const COMPARISONS: typeof OPERATIONS = [
    ["<", (a, b) => truth(a < b)],
    [">=", (a, b) => truth(a >= b)],
    ["==", (a, b) => truth(a === b)],
    ["!=", (a, b) => truth(a !== b)],
  ];
  const LOGIC: typeof OPERATIONS = [
    ["&&", (a, b) => truth(a !== 0 && b !== 0)],
    ["|", (a, b) => truth(a !== 0 || b !== 0)],
  ];
  const joined = (a: fc.Arbitrary<Worth>, operations: typeof OPERATIONS, b: fc.Arbitrary<Worth>) =>
    fc.tuple(a, fc.constantFrom(...operations), b).map(
      ([left, [sign, does], right]): Worth => ({
        text: `(${left.text})${sign} (${right.text})`,
        value: does(left.value, right.value),
      }),
    );
  const leaf = fc.oneof(
    fc.integer({ min: 0, max: 9 }).map((n): Worth => ({ text: String(n), value: n })),
    fc.constantFrom<Worth>({ text: "a", value: 3 }, { text: "b", value: -2 }),
  );
  const { formula } = fc.letrec<{ formula: Worth; condition: Worth }>((tie) => ({
    condition: joined(tie("formula"), COMPARISONS, tie("formula")),
    formula: fc.oneof(
      { maxDepth: 5 },
      leaf,
      joined(tie("formula"), OPERATIONS, tie("formula")),
      tie("condition"),
      joined(tie("condition"), LOGIC, tie("condition")),
      tie("formula").map(({ text, value }) => ({ text: `-(${text})`, value: 0 - value })),
      tie("formula").map(({ text, value }) => ({ text: `!(${text})`, value: truth(value === 0) })),
      fc.tuple(tie("formula"), tie("formula"), tie("formula")).map(([c, a, b]) => ({
        text: `(${c.text}) ? (${a.text}) : (${b.text})`,
        value: c.value ? a.value : b.value,
      })),
    ),
  }));

  /** Compute a translation by the rules of expressions; all that differs of JavaScript's is spelled out. */
  function computed(text: string): number {
    const code = text
      .replaceAll('"B""2"', "B")
      .replaceAll('"A"', "A")
      .replaceAll(" and ", " && ")
      .replaceAll(" or ", " || ")
      .replaceAll("not ", "!")
      .replaceAll("if(", "choose(");
    const choose = (c: unknown, a: unknown, b: unknown) => (c ? a : b);
    return Number(new Function("A", "B", "choose", `return Number(${code})`)(3, -2, choose));
  }

  it("is worth the same", () => {
    fc.assert(
      fc.property(formula, ({ text, value }) => {
        expect(computed(translate(text)) + 0).toBe(value + 0);
      }),
    );
  });
});
