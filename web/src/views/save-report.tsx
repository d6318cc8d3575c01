/** The Principal Access Summary of the whole organization as a file: evidence to take along. */
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { AskError, askFile } from '../api.ts';
import { MenuButton, type MenuItem } from '../components/menu.tsx';
import { download, fileName } from '../files/download.ts';
import { redacting } from '../redaction.ts';
import { AccessContext } from '../use-answer.ts';
import { visibleText } from '../visible-text.ts';

const formats = [
  { format: 'xlsx', label: 'Excel (XLSX)' },
  { format: 'csv', label: 'CSV' },
  { format: 'json', label: 'JSON' },
] as const;

export function SaveReport({ snapshot }: { snapshot: string }) {
  const [open, setOpen] = useState(false);
  const [state, setState] = useState<{ busy: boolean; problem: string | null }>({ busy: false, problem: null });
  const access = useContext(AccessContext);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const save = async (format: string): Promise<void> => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setState({ busy: true, problem: null });
    try {
      const file = await askFile('reports/principal-access', { format }, controller.signal);
      download(fileName(`principal access ${snapshot}`, format), file);
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
    : formats.map(({ format, label }) => ({ label, act: () => void save(format) }));
  const label = state.busy ? 'Writing the summary …' : 'Save the Principal Access Summary';
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
