/** Gathers findings while linking, and says in each where in which file it was. */
import type { Finding } from '../../graph/finding.ts';

/** A place in a JSON file, as steps from the root; turned into text only when something is found there. */
export interface Place {
  readonly file: string;
  readonly parent: Place | null;
  readonly step: string | number;
}

export interface FindingReport extends Pick<Finding, 'severity' | 'code' | 'reason' | 'remedy'> {
  readonly place: Place;
  /** JSON path below the place, e.g. `.Statement[0]`. */
  readonly below?: string;
}

export interface Findings {
  report(finding: FindingReport): void;
  /** One finding for all reports with the same key: at the first place, with the number of the others in its reason. */
  tally(key: string, finding: FindingReport): void;
  list(): Finding[];
}

export function createFindings(earlier: readonly Finding[]): Findings {
  const reported: { finding: Finding; count: number }[] = earlier.map((finding) => ({ finding, count: 1 }));
  const tallies = new Map<string, { count: number }>();
  const add = ({ severity, code, place, below = '', reason, remedy }: FindingReport) => {
    const entry = { finding: { severity, code, file: place.file, path: `${renderPath(place)}${below}`, reason, remedy }, count: 1 };
    reported.push(entry);
    return entry;
  };
  return {
    report: add,
    tally(key, finding) {
      const first = tallies.get(key);
      if (first) first.count += 1;
      else tallies.set(key, add(finding));
    },
    list: () =>
      reported.map(({ finding, count }) =>
        count === 1 ? finding : { ...finding, reason: `${finding.reason} (and at ${count - 1} more places)` },
      ),
  };
}

/** For looking at what is reported elsewhere. */
export const silentFindings: Findings = { report() {}, tally() {}, list: () => [] };

export const rootPlace = (file: string): Place => ({ file, parent: null, step: '$' });

export const placeAt = (parent: Place, step: string | number): Place => ({ file: parent.file, parent, step });

function renderPath(place: Place): string {
  if (!place.parent) return '$';
  const { step } = place;
  const text = typeof step === 'number' ? `[${step}]` : /^[A-Za-z_]\w*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  return renderPath(place.parent) + text;
}
