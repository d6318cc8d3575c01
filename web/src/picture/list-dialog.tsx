/** Whom a count or a selection stands for, as a table of its own. */
import { useMemo } from 'preact/hooks';
import { useModal } from '../components/dialogs.tsx';
import { Name } from '../components/name.tsx';
import { useNavigation } from '../navigation.ts';
import { DataTable } from '../table/data-table.tsx';
import type { PictureNode } from './picture-model.ts';
import { principalColumns } from './principal-columns.tsx';

export function ListDialog({
  title,
  nodes,
  ids,
  onClose,
}: {
  title: string;
  nodes: readonly PictureNode[];
  ids: readonly string[];
  onClose: () => void;
}) {
  const { view, go } = useNavigation();
  const dialog = useModal(true);
  const rows = useMemo(
    () => nodes.filter(({ id }) => ids.includes(id)).flatMap(({ principal, members }) => members ?? [principal]),
    [nodes, ids],
  );
  const accounts = [...new Set(rows.flatMap(({ accountId }) => accountId ?? []))];
  const [only] = accounts;
  return (
    <dialog ref={dialog} class="dialog wide" aria-labelledby="list-title" onClose={onClose}>
      <h2 id="list-title">
        <Name text={title} class="wrap" />
      </h2>
      {/* A row opens its principal beside the view, so the dialog gives way. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only watches the buttons within */}
      <div onClick={(event) => (event.target as HTMLElement).closest('.principal-button') !== null && onClose()}>
        <DataTable title="Principals" level={3} rows={rows} columns={principalColumns} rowKey={({ arn }) => arn} file={title} />
      </div>
      <div class="actions">
        {accounts.length === 1 && only !== undefined && (view.from !== null || view.to !== null) && (
          <button
            type="button"
            class="button"
            onClick={() => {
              onClose();
              go({ places: [only], picked: null });
            }}
          >
            Narrow the view to this account
          </button>
        )}
        <button type="button" class="button" onClick={onClose}>
          Close
        </button>
      </div>
    </dialog>
  );
}
