import { describe, expect, it } from "vitest";
import type { MailRoute } from "@/api/types";
import { draftOf, emptyDraft, isComplete, routeOf, whatInWords, whenInWords } from "./draft";

const archiver: MailRoute = {
  name: "archiver",
  to: ["a@example.org", "b@example.org"],
  severity: "minor",
  components: ["alarm *", "*/engine"],
  after_min: 15,
  remind_min: 120,
  quiet: { start: "22:00", stop: "06:00", days: ["fri", "sat"], unless: "major" },
  time_zone: "Europe/Berlin",
};
const plain: MailRoute = {
  ...archiver,
  components: ["*"],
  after_min: 0,
  remind_min: null,
  quiet: null,
};

describe("a route's form", () => {
  it("gives a route back as it was", () => {
    expect(routeOf(draftOf(archiver))).toEqual(archiver);
    expect(routeOf(draftOf(plain))).toEqual(plain);
  });

  it("drops the seconds that the supervisor writes", () => {
    const stored = { ...archiver, quiet: { start: "22:00:00", stop: "06:00:00", days: [], unless: null } };
    expect(routeOf(draftOf(stored)).quiet).toEqual({ start: "22:00", stop: "06:00", days: [], unless: null });
  });

  it("is complete with a name, somebody, and numbers that are some", () => {
    const draft = { ...emptyDraft("UTC"), name: "on call", to: ["a@example.org"] };
    expect(isComplete(draft)).toBe(true);
    expect(isComplete({ ...draft, to: [] })).toBe(false);
    expect(isComplete({ ...draft, name: " " })).toBe(false);
    expect(isComplete({ ...draft, afterMin: "soon" })).toBe(false);
    expect(isComplete({ ...draft, remindMin: "-1" })).toBe(false);
  });

  it("is said in words", () => {
    expect(whatInWords(plain)).toBe("Everything");
    expect(whatInWords({ ...archiver, severity: "major" })).toBe("alarm *, */engine, only down and MAJOR");
    expect(whenInWords(plain)).toBe("At once");
    expect(whenInWords(archiver)).toBe(
      "If nobody acknowledges for 15 min; again every 2 h; " +
        "not 22:00–06:00 on fri, sat but for major ones (Europe/Berlin)",
    );
  });
});
