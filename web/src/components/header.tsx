/** The top bar: home, search, snapshot, theme and shortcuts. */
import { useEffect, useState } from 'preact/hooks';
import type { SummaryAnswer } from '../../../queries/answers.ts';
import { useNavigation } from '../navigation.ts';
import { redacting } from '../redaction.ts';
import { type ThemeChoice, useTheme } from '../theme.ts';
import type { Asked } from '../use-answer.ts';
import { type Page, sceneOf } from '../view.ts';
import { visibleText } from '../visible-text.ts';
import { Name } from './name.tsx';
import { PrincipalBox } from './principal-box.tsx';
import { ViewLink } from './view-link.tsx';

const nextTheme: Readonly<Record<ThemeChoice, ThemeChoice>> = { system: 'light', light: 'dark', dark: 'system' };
export const themeAfter = (choice: ThemeChoice): ThemeChoice => nextTheme[choice];

export function Header({
  summary,
  suggestion,
  onShortcuts,
  onRedact,
}: {
  summary: Asked<SummaryAnswer>;
  suggestion: { text: string };
  onShortcuts: () => void;
  onRedact: () => void;
}) {
  const { open } = useNavigation();
  const theme = useTheme();
  const [text, setText] = useState('');

  useEffect(() => {
    if (suggestion.text === '') return;
    setText(suggestion.text);
    const box = document.getElementById('search');
    box?.focus();
    // The box opens its suggestions on input only, so that focus alone does not cover the page.
    box?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
  }, [suggestion]);

  return (
    <header class="top">
      <ViewLink class="brand" to={{}}>
        <img src="/logo.svg" alt="" width="28" height="28" />
        Rolepath
      </ViewLink>
      <Sections />
      <PrincipalBox
        id="search"
        label="Search"
        showLabel={false}
        placeholder="Search: name, ARN, account, role:…"
        text={text}
        onType={setText}
        onPick={({ arn }) => {
          setText('');
          open({ node: arn });
        }}
        onEnter={() => {
          if (text.trim() !== '') open({ node: text.trim() });
        }}
      />
      <div class="top-end">
        {summary.status === 'ready' && <Snapshot answer={summary.answer} />}
        <button
          type="button"
          class="icon-button"
          onClick={() => theme.choose(themeAfter(theme.choice))}
          aria-label={`Theme: ${theme.choice}`}
          title={`Theme: ${theme.choice} (D)`}
        >
          <svg viewBox="0 0 20 20" aria-hidden="true">
            {theme.choice === 'light' && (
              <path d="M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M15.7 4.3l-1.1 1.1M5.4 14.6l-1.1 1.1" />
            )}
            {theme.choice === 'dark' && <path d="M16 11.800A6.5 6.5 0 0 1 8.2 4a6.5 6.5 0 1 0 7.8 7.8z" />}
            {theme.choice === 'system' && <path d="M3 4.5h14v9H3zM7.5 16.5h5M10 13.5v3" />}
          </svg>
        </button>
        <button
          type="button"
          class="icon-button"
          aria-pressed={redacting()}
          onClick={onRedact}
          aria-label="Redact names"
          title="Redact: other names in place of the real ones, on screen and in files (R)"
        >
          <svg viewBox="0 0 20 20" aria-hidden="true">
            <path d="M2.500 10s2.700-5 7.500-5 7.500 5 7.500 5-2.700 5-7.500 5-7.500-5-7.500-5zM10 7.800a2.200 2.200 0 1 0 0 4.400 2.200 2.200 0 0 0 0-4.400z" />
            {redacting() && <path d="M4 16.500L16 3.500" />}
          </svg>
        </button>
        <button type="button" class="icon-button" onClick={onShortcuts} aria-label="Keyboard shortcuts" title="Keyboard shortcuts (?)">
          ?
        </button>
      </div>
    </header>
  );
}

const sections: readonly { readonly title: string; readonly page: Page | null }[] = [
  { title: 'Start', page: null },
  { title: 'Map', page: 'map' },
  { title: 'Questions', page: 'queries' },
  { title: 'Cypher', page: 'cypher' },
  { title: 'Changes', page: 'changes' },
];

function Sections() {
  const { view } = useNavigation();
  const scene = sceneOf(view);
  return (
    <nav class="sections" aria-label="Sections">
      {sections.map(({ title, page }) => (
        <ViewLink key={title} to={{ page }} current={scene === (page ?? 'start')}>
          {title}
        </ViewLink>
      ))}
    </nav>
  );
}

/** The last two parts of a path; the tooltip has the whole. */
const pathEnd = (source: string): string => source.split(/[\\/]/).filter(Boolean).slice(-2).join('/');

function Snapshot({ answer }: { answer: SummaryAnswer }) {
  const { open } = useNavigation();
  const made = new Date(answer.createdAt);
  const when = Number.isNaN(made.getTime()) ? answer.createdAt : made.toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
  // A path has names of people and companies in it that no list knows.
  const source = redacting() ? null : answer.source;
  const origin = source === null ? '' : ` from ${visibleText(source)}`;
  return (
    <div class="snapshot" title={`Snapshot ${visibleText(answer.snapshot)}, made ${when}${origin}`}>
      {source !== null && (
        <span class="snapshot-source">
          <Name text={pathEnd(source)} />
        </span>
      )}
      <span class="hint">{when}</span>
      {answer.incomplete && (
        <button
          type="button"
          class="tag unknown"
          title="Something was skipped or is unknown; see what the data lacks"
          onClick={() => {
            open({});
            requestAnimationFrame(() => document.getElementById('findings')?.scrollIntoView());
          }}
        >
          incomplete
        </button>
      )}
    </div>
  );
}
