/** What varies with the call itself: network, time, tags that it passes, and everything else that is open. */
import type { Caller, TargetRole } from '../../../iam/types.ts';
import { type Choice, type Dimension, orElse, type Pool } from './combinations.ts';
import type { KeyValue } from './concrete-context.ts';
import { readDate } from './condition-operators.ts';
import { presenceOf } from './request-facts.ts';

/** Either over the internet, with a source address, or through a VPC endpoint. */
export function networkDimension(pool: Pool): Dimension {
  const inside = ['aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip'] as const;
  const choices: Choice[] = orElse(pool('aws:sourceip'), '203.0.113.50').map((ip) => [
    ['aws:sourceip', ip],
    ...inside.map((key) => [key, null] as const),
  ]);
  for (const vpc of orElse(pool('aws:sourcevpc'), 'vpc-0f')) {
    for (const endpoint of orElse(pool('aws:sourcevpce'), 'vpce-0f')) {
      for (const ip of orElse(pool('aws:vpcsourceip'), '10.9.8.7')) {
        choices.push([
          ['aws:sourceip', null],
          ['aws:sourcevpc', vpc],
          ['aws:sourcevpce', endpoint],
          ['aws:vpcsourceip', ip],
        ]);
      }
    }
  }
  return choices;
}

/** One moment, told by both clocks. */
export function timeDimension(pool: Pool): Dimension {
  const times = [...pool('aws:currenttime'), ...pool('aws:epochtime')].map((text) => readDate(text)).filter((time) => time !== null);
  return orElse([...new Set(times)], Date.UTC(2024, 5, 1)).map((time) => [
    ['aws:currenttime', new Date(time).toISOString()],
    ['aws:epochtime', String(Math.floor(time / 1000))],
  ]);
}

/** Tags sent with the call, and aws:TagKeys, which lists exactly their keys (see `finish`). A tag key has one spelling in a call. */
export function requestTagDimensions(mentioned: ReadonlySet<string>, pool: Pool): Dimension[] {
  const prefix = 'aws:requesttag/';
  const spellings = new Map<string, Set<string>>();
  const named = [...mentioned].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  for (const name of [...named, ...pool('aws:tagkeys'), ...pool('sts:transitivetagkeys')]) {
    const lower = name.toLowerCase();
    spellings.set(lower, (spellings.get(lower) ?? new Set<string>()).add(name));
  }
  const tags = [...spellings].map(([lower, names]): Dimension => {
    const present = [...names].flatMap((name) => orElse(pool(prefix + lower), 'v').map((value): Choice => [[prefix + name, value]]));
    return [[[prefix + lower, null]], ...present];
  });
  const keys = [...spellings.values()].flatMap((names) => [...names]);
  if (!mentioned.has('sts:transitivetagkeys') || keys.length === 0) return tags;
  return [
    ...tags,
    [
      [['sts:transitivetagkeys', null]],
      [['sts:transitivetagkeys', keys]],
      ...keys.map((key): Choice => [['sts:transitivetagkeys', [key]]]),
    ],
  ];
}

const chosenElsewhere: ReadonlySet<string> = new Set([
  'aws:tokenissuetime',
  'aws:multifactorauthpresent',
  'aws:multifactorauthage',
  'aws:sourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:vpcsourceip',
  'aws:currenttime',
  'aws:epochtime',
  'aws:tagkeys',
  'sts:transitivetagkeys',
]);

/** Keys that vary on their own. */
export function otherDimensions(
  caller: Caller,
  role: TargetRole,
  mentioned: ReadonlySet<string>,
  known: ReadonlyMap<string, KeyValue>,
  pool: Pool,
): Dimension[] {
  const dimensions: Dimension[] = [];
  for (const key of mentioned) {
    if (known.has(key) || chosenElsewhere.has(key) || key.startsWith('aws:requesttag/')) continue;
    if (caller.kind === 'role' && (key === 'aws:userid' || key.startsWith('aws:principaltag/'))) continue;
    const presence = presenceOf(key, caller, role);
    if (presence === 'never') continue;
    const wanted = key === 'aws:userid' ? ['AIDAUNKNOWNUNKNOWN01', ...pool(key).filter((id) => id.startsWith('AIDA'))] : pool(key);
    const values = orElse(wanted, 'some-value').map((value): Choice => [[key, isMultivalued(key) ? [value] : value]]);
    const pair = pool(key).slice(0, 2);
    if (isMultivalued(key) && pair.length === 2) values.push([[key, pair]]);
    dimensions.push(presence === 'maybe' ? [[[key, null]], ...values] : values);
  }
  return dimensions;
}

function isMultivalued(key: string): boolean {
  return key.endsWith('orgpaths') || key.endsWith(':amr');
}
