/** Room left and right of a plot area, CSS pixels. */
export type Sides = readonly [left: number, right: number];

/** A chart among those above one another. */
export interface Place {
  /** What it leaves beside its own axes so that all begin and end alike; it is asked whenever it is laid out. */
  room(): Sides;
  /** It was laid out with that room, and its own axes need so much. */
  needs(own: Sides): void;
  leave(): void;
}

interface Member {
  own: Sides;
  given: Sides;
  lay(): void;
}

/** Less than this can't be seen. */
const LEAST_PX = 1;

/**
 * Lets charts above one another begin and end alike: each leaves what the widest of them needs. Those that stand
 * elsewhere than they should are laid out again before the browser paints, so that never a frame shows them askew.
 */
export class Gutters {
  private readonly members = new Set<Member>();
  private settling = false;

  /** Take in a chart; `lay` has it laid out anew, at once. */
  join(lay: () => void): Place {
    const member: Member = { own: [0, 0], given: [0, 0], lay };
    this.members.add(member);
    return {
      room: () => {
        member.given = this.roomOf(member);
        return member.given;
      },
      needs: (own) => {
        member.own = own;
        this.settleSoon();
      },
      leave: () => {
        this.members.delete(member);
        this.settleSoon();
      },
    };
  }

  private roomOf({ own: [left, right] }: Member): Sides {
    const all = [...this.members].map(({ own }) => own);
    return [Math.max(...all.map((own) => own[0])) - left, Math.max(...all.map((own) => own[1])) - right];
  }

  /** Once all that is drawn now has told what it needs; a microtask comes before the next picture. */
  private settleSoon(): void {
    if (this.settling) return;
    this.settling = true;
    queueMicrotask(() => {
      this.settling = false;
      for (const member of this.members) {
        const [left, right] = this.roomOf(member);
        const [givenLeft, givenRight] = member.given;
        if (Math.abs(left - givenLeft) >= LEAST_PX || Math.abs(right - givenRight) >= LEAST_PX) member.lay();
      }
    });
  }
}
