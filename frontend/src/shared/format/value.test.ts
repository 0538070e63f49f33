import { describe, expect, it } from "vitest";
import { formatBytes, formatCount, formatNumber, formatRate, formatValue } from "./value";

describe("numbers", () => {
  it.each([
    [1.23456, 2, "1.23"],
    [-1.5, 1, "−1.5"],
    [3.2e-9, 3, "3.200e-9"],
    [3.2e-9, 0, "3.20e-9"],
    [0, 3, "0.000"],
    [0.004, 3, "0.004"],
    [12_345_678_901, 2, "1.23e10"],
    [42, null, "42"],
    [0.1 + 0.2, null, "0.3"],
    [1, -1, "1"],
  ])("writes %d with precision %s as %s", (value, precision, text) => {
    expect(formatNumber(value, precision).replaceAll("−", "-")).toBe(text.replaceAll("−", "-"));
  });

  it("writes what is no number", () => {
    expect(formatNumber(Number.NaN)).toBe("NaN");
    expect(formatNumber(Number.NEGATIVE_INFINITY)).toBe("−∞");
  });
});

describe("values", () => {
  const valve = { precision: null, enum_strings: ["Closed", "Open", ""] };

  it("labels the states of an enum, and numbers those without a label", () => {
    expect(formatValue(1, valve)).toBe("Open");
    expect(formatValue(2, valve)).toBe("2");
    expect(formatValue(7, valve)).toBe("7");
  });

  it("leaves texts as they are, counts elements, and says where there is nothing", () => {
    expect(formatValue("1e3", valve)).toBe("1e3");
    expect(formatValue([1, 2, 3])).toBe("3 elements");
    expect(formatValue(null)).toBe("–");
  });
});

it("writes counts, rates and bytes", () => {
  expect(formatCount(1_234_567)).toBe("1\u202f234\u202f567");
  expect(formatRate(0.12345)).toBe("0.123 /s");
  expect(formatRate(12_345)).toBe("12\u202f345 /s");
  expect(formatBytes(0)).toBe("0 B");
  expect(formatBytes(1_536)).toBe("1.5 KiB");
  expect(formatBytes(200 * 1024 * 1024)).toBe("200 MiB");
});
