/** Files about the whole organization, as evidence to take along: the audit's findings, and the Principal Access Summary. */
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { AskError, askFile } from '../api.ts';
import { MenuButton, type MenuItem } from '../components/menu.tsx';
import { download, fileName } from '../files/download.ts';
import { redacting } from '../redaction.ts';
import { AccessContext } from '../use-answer.ts';
import { visibleText } from '../visible-text.ts';

interface Report {
  readonly label: string;
  readonly path: 'reports/audit' | 'reports/principal-access';
  readonly format: string;
  /** What the file is called, and how it ends. */
  readonly name: string;
  readonly extension: string;
  readonly separated?: boolean;
}

const audit = { path: 'reports/audit', name: 'audit' } as const;
const summary = { path: 'reports/principal-access', name: 'principal access' } as const;
const reports: readonly Report[] = [
  { ...audit, label: 'Findings with chains and evidence (HTML)', format: 'html', extension: 'html' },
  { ...audit, label: 'Findings (JSON)', format: 'json', extension: 'json' },
  { ...audit, label: 'Findings (OCSF)', format: 'ocsf', extension: 'ocsf.jsonl' },
  { ...summary, label: 'Principal Access Summary (Excel)', format: 'xlsx', extension: 'xlsx', separated: true },
  { ...summary, label: 'Principal Access Summary (CSV)', format: 'csv', extension: 'csv' },
  { ...summary, label: 'Principal Access Summary (JSON)', format: 'json', extension: 'json' },
];

export function SaveReport({ snapshot }: { snapshot: string }) {
  const [open, setOpen] = useState(false);
  const [state, setState] = useState<{ busy: boolean; problem: string | null }>({ busy: false, problem: null });
  const access = useContext(AccessContext);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const save = async ({ path, format, name, extension }: Report): Promise<void> => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setState({ busy: true, problem: null });
    try {
      const file = await askFile(path, { format }, controller.signal);
      download(fileName(`${name} ${snapshot}`, extension), file);
      setState({ busy: false, problem: null });
    } catch (error) {
      if (controller.signal.aborted) return;
      if (error instanceof AskError && error.code === 'token-required') access.demand();
      setState({ busy: false, problem: error instanceof AskError ? `${error.title}: ${error.message}` : String(error) });
    }
  };
  // The server writes the file with the names as they are.
  const items: readonly MenuItem[] = redacting()
    ? [{ label: 'It would hold the real names: show them first', act: undefined }]
    : reports.map((report) => ({ ...report, act: () => void save(report) }));
  const label = state.busy ? 'Writing the report …' : 'Save a report';
  return (
    <div class="save-report">
      <MenuButton label={label} items={items} open={open} onOpen={setOpen}>
        {label}
      </MenuButton>
      <p class="hint" role="status">
        {state.problem !== null && visibleText(state.problem)}
      </p>
    </div>
  );
}
