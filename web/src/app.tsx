/** The page as a whole: bars, the scene that the address asks for, the panel, dialogs and shortcuts. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SummaryAnswer } from '../../queries/answers.ts';
import { keepToken } from './api.ts';
import { ShortcutsDialog, TokenDialog } from './components/dialogs.tsx';
import { Header, themeAfter } from './components/header.tsx';
import { QuestionBar } from './components/question-bar.tsx';
import { StaleNotice } from './components/stale-notice.tsx';
import { OrganizationMap } from './map/map.tsx';
import { shortName } from './names.ts';
import { type Navigation, NavigationProvider, useAddress } from './navigation.ts';
import { OrganizationProvider, useOrganizationOf } from './organization.ts';
import { Panel } from './panels/panel.tsx';
import { CypherPage } from './queries/cypher-page.tsx';
import { QueriesPage } from './queries/queries-page.tsx';
import { setRedacting } from './redaction.ts';
import { ShelfProvider, useShelfState } from './shelf.ts';
import { type Theme, ThemeProvider, useThemeState } from './theme.ts';
import { AccessContext, useAnswer } from './use-answer.ts';
import { sceneOf, type View } from './view.ts';
import { Between } from './views/between.tsx';
import { Chains } from './views/chains.tsx';
import { Changes } from './views/changes.tsx';
import { Reach } from './views/reach.tsx';
import { Start } from './views/start.tsx';
import { Surroundings } from './views/surroundings.tsx';
import { visibleText } from './visible-text.ts';

export function App() {
  const theme = useThemeState();
  const shelf = useShelfState();
  const [suggestion, setSuggestion] = useState({ text: '' });
  const address = useAddress();
  const navigation: Navigation = { ...address, suggest: (text) => setSuggestion({ text }) };
  const [redacted, setRedacted] = useState(false);
  const redact = (): void => {
    setRedacting(!redacted);
    setRedacted(!redacted);
  };
  const [attempt, setAttempt] = useState(0);
  const [locked, setLocked] = useState(false);
  const access = useMemo(() => ({ attempt, demand: () => setLocked(true) }), [attempt]);
  return (
    <ThemeProvider value={theme}>
      <NavigationProvider value={navigation}>
        <AccessContext.Provider value={access}>
          <ShelfProvider value={shelf}>
            {/* Every text is made anew when names are to be kept secret, or no longer. */}
            <Page key={String(redacted)} navigation={navigation} theme={theme} suggestion={suggestion} onRedact={redact} />
            <TokenDialog
              open={locked}
              wrong={attempt > 0}
              onToken={(token) => {
                keepToken(token);
                setLocked(false);
                setAttempt(attempt + 1);
              }}
            />
          </ShelfProvider>
        </AccessContext.Provider>
      </NavigationProvider>
    </ThemeProvider>
  );
}

function Page({
  navigation,
  theme,
  suggestion,
  onRedact,
}: {
  navigation: Navigation;
  theme: Theme;
  suggestion: { text: string };
  onRedact: () => void;
}) {
  const { view } = navigation;
  const [shortcuts, setShortcuts] = useState(false);
  const summary = useAnswer<SummaryAnswer>('summary', {});
  const organization = useOrganizationOf(summary);
  useShortcuts(navigation, theme, () => setShortcuts(true), onRedact);
  useTitle(view);
  const scene = sceneOf(view);
  const panelOpen = view.node !== null || view.hop !== null;
  return (
    <OrganizationProvider value={organization}>
      <a class="skip" href="#main">
        Skip to the answer
      </a>
      <Header summary={summary} suggestion={suggestion} onShortcuts={() => setShortcuts(true)} onRedact={onRedact} />
      <QuestionBar />
      <StaleNotice shown={summary.status === 'ready' ? summary.answer.snapshot : null} />
      <div class={panelOpen ? 'workspace with-panel' : 'workspace'}>
        <main id="main" tabIndex={-1} data-scene={scene}>
          {scene === 'start' && <Start asked={summary} />}
          {scene === 'map' && <OrganizationMap />}
          {scene === 'queries' && <QueriesPage />}
          {scene === 'cypher' && <CypherPage />}
          {scene === 'changes' && <Changes />}
          {scene === 'between' && <Between from={view.given['from'] ?? ''} to={view.given['to'] ?? ''} />}
          {scene === 'chains' && <Chains from={view.from ?? ''} to={view.to ?? ''} />}
          {scene === 'reach-from' && <Reach direction="from" name={view.from ?? ''} />}
          {scene === 'reach-to' && <Reach direction="to" name={view.to ?? ''} />}
          {scene === 'surroundings' && <Surroundings name={view.node ?? ''} />}
        </main>
        {panelOpen && <Panel node={view.node} hop={view.hop} closable={scene !== 'surroundings'} />}
      </div>
      <ShortcutsDialog open={shortcuts} onClose={() => setShortcuts(false)} />
    </OrganizationProvider>
  );
}

function useShortcuts(navigation: Navigation, theme: Theme, showShortcuts: () => void, redact: () => void): void {
  const act = useRef<(key: string) => boolean>(() => false);
  act.current = (key) => {
    const { view, go, open } = navigation;
    const focus = (id: string): boolean => {
      document.getElementById(id)?.focus();
      return true;
    };
    switch (key) {
      case '/':
        return focus('search');
      case 'f':
        return focus('from');
      case 't':
        return focus('to');
      case 's':
        open({ from: view.to, to: view.from });
        return true;
      case 'h':
        open({});
        return true;
      case 'd':
        theme.choose(themeAfter(theme.choice));
        return true;
      case 'r':
        redact();
        return true;
      case '?':
        showShortcuts();
        return true;
      case 'escape':
        if (sceneOf(view) !== 'surroundings') go({ node: null, hop: null });
        else go({ hop: null });
        return true;
      default:
        return false;
    }
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // The Cypher editor lives in a shadow root, whose host would stand as the target.
      const target = event.composedPath()[0] as HTMLElement;
      const typing = target.isContentEditable || target.matches('input:not([type=checkbox]), select, textarea');
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || target.closest('dialog') !== null) return;
      if (typing && event.key !== 'Escape') return;
      if (act.current(event.key.toLowerCase())) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

function useTitle(view: View): void {
  const name = (arn: string | null): string => visibleText(shortName(arn ?? ''));
  const scene = sceneOf(view);
  const titles = {
    start: 'Rolepath',
    chains: `${name(view.from)} → ${name(view.to)} · Rolepath`,
    'reach-from': `What can ${name(view.from)} reach? · Rolepath`,
    'reach-to': `Who can reach ${name(view.to)}? · Rolepath`,
    surroundings: `${name(view.node)} · Rolepath`,
    map: 'Map · Rolepath',
    between: 'Between accounts · Rolepath',
    queries: 'Questions · Rolepath',
    cypher: 'Cypher · Rolepath',
    changes: 'Changes · Rolepath',
  };
  const title = titles[scene];
  useEffect(() => {
    document.title = title;
  }, [title]);
}
