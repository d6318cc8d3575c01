/** Verdicts and requirements as small marks: a word and a shape, never colour alone. */
import { requirementName } from '../names.ts';
import { visibleText } from '../visible-text.ts';

type Verdict = 'allowed' | 'conditional' | 'denied' | 'not-applicable';

const words: Readonly<Record<Verdict, string>> = {
  allowed: 'always',
  conditional: 'conditional',
  denied: 'denied',
  'not-applicable': 'does not apply',
};

export function VerdictBadge({ verdict }: { verdict: Verdict }) {
  return (
    <span class={`badge ${verdict}`}>
      <VerdictMark verdict={verdict} />
      {words[verdict]}
    </span>
  );
}

export function VerdictMark({ verdict }: { verdict: Verdict }) {
  return (
    <svg class={`mark ${verdict}`} viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="8" r="6.5" />
      {verdict === 'allowed' && <path d="M5 8.3l2.1 2.200L11 6" />}
      {verdict === 'conditional' && <path d="M6.2 6.300a1.9 1.9 0 1 1 2.6 1.800c-.5.2-.8.6-.8 1.100M8 11.400v.1" />}
      {verdict === 'denied' && <path d="M5.7 5.700l4.6 4.600M10.3 5.700l-4.6 4.6" />}
      {verdict === 'not-applicable' && <path d="M5.5 8h5" />}
    </svg>
  );
}

/** What a chain or edge asks for; an unconditional one says so. */
export function Requirements({ verdict, requires }: { verdict: 'allowed' | 'conditional'; requires: readonly string[] }) {
  if (verdict === 'allowed') return <VerdictBadge verdict="allowed" />;
  if (requires.length === 0) return <VerdictBadge verdict="conditional" />;
  return (
    <span class="badges">
      {requires.map((requirement) => (
        <span key={requirement} class="badge conditional" title={`Needs: ${visibleText(requirement)}`}>
          {visibleText(requirementName(requirement))}
        </span>
      ))}
    </span>
  );
}

export function CrossAccountBadge() {
  return (
    <span class="badge cross">
      <svg class="mark" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M2 8h10M9 5l3 3-3 3M6 2.5v3M6 10.500v3" />
      </svg>
      cross-account
    </span>
  );
}
