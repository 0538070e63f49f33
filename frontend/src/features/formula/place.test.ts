import { describe, expect, it } from "vitest";
import { partAt, placeAt } from "./place";

const at = (text: string) => placeAt(text.replace("|", ""), text.indexOf("|"));

describe("placeAt", () => {
  it("finds a name in quotes", () => {
    expect(at('2 * "SR:C|')).toEqual({ kind: "pv", from: 5, typed: "SR:C", closed: false });
    expect(at('"A" + "B|"')).toMatchObject({ kind: "pv", typed: "B", closed: true });
  });

  it("takes two quotes in a name for one", () => {
    expect(at('"A""b|')).toMatchObject({ kind: "pv", typed: 'A"b' });
  });

  it("finds a word outside of them", () => {
    expect(at('"A" + me|')).toEqual({ kind: "word", from: 6, typed: "me", closed: false });
    expect(at("SR:CUR|")).toMatchObject({ kind: "word", from: 0, typed: "SR:CUR" });
  });

  it("finds nothing behind a sign or a number", () => {
    expect([at('"A" + |'), at("12|"), at("|")]).toEqual([null, null, null]);
  });
});

describe("partAt", () => {
  it("is the word, name or sign that stands there", () => {
    const part = (text: string, offset: number) => text.slice(...partAt(text, offset));
    expect(part("1 + foo(2)", 4)).toBe("foo");
    expect(part('1 + "A""B" 2', 4)).toBe('"A""B"');
    expect(part("1 & 2", 2)).toBe("&");
    expect(part("1 +", 3)).toBe("+");
    expect(part("1 + ", 4)).toBe("+ ");
  });

  it("counts characters, of which some are two units long", () => {
    const text = '"𝛽" + foo';
    expect(text.slice(...partAt(text, 6))).toBe("foo");
  });

  it("is somewhere even where there is nothing", () => {
    expect(partAt("", 0)).toEqual([0, 0]);
  });
});
